import { areMet } from '../../measure/figures.ts';
import type { BenchRow, Figure, RowReport } from '../../contract.ts';
import { floorVersion } from '../../floors.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { type OnRedis, onEachRedis } from '../../servers/on-each-redis.ts';
import { countedBytes } from './counted-bytes.ts';
import { type FinishedBytes, finishedBytes } from './finished-bytes.ts';
import { type JobBytes, jobBytes } from './job-bytes.ts';
import { type SemanticBytes, semanticBytes } from './semantic-bytes.ts';
import { type WebhookBytes, webhookBytes } from './webhook-bytes.ts';

const ROW = 12;
const NAME = 'bytes in Redis: a job, a finished query, a semantic entry';
const MAX_JOB = 1.25;
const MAX_FINISHED_BYTES = 4_096;
const MAX_SEMANTIC = 0.45;
const FULL = { jobs: 10_000, finished: 2_000, entries: 10_000 };
const QUICK = { jobs: 1_000, finished: 200, entries: 1_000 };

interface Measured {
  readonly job: JobBytes;
  readonly finished: FinishedBytes;
  readonly streamed: FinishedBytes;
  readonly semantic: SemanticBytes;
  readonly webhook: WebhookBytes;
  readonly counted: number;
}

/** Benchmark row 12. What a server says that it holds, over many of each. */
export const bytesRow: BenchRow = {
  row: ROW,
  name: NAME,
  versions: () => ({ bullmq: floorVersion('bullmq') }),
  run: async (options) => {
    const size = options.isQuick ? QUICK : FULL;
    const servers = await onEachRedis({ ...options, role: 'queue' }, (server) => measureOn(server, size));
    return reportOf(servers);
  },
};

async function measureOn(server: BenchRedis, size: typeof FULL): Promise<Measured> {
  return {
    job: await jobBytes(server, size.jobs),
    finished: await finishedBytes(server, { count: size.finished, pieces: 'one' }),
    streamed: await finishedBytes(server, { count: size.finished, pieces: 'streamed' }),
    semantic: await semanticBytes(server, size.entries),
    webhook: await webhookBytes(server, size.finished),
    counted: await countedBytes(server, size.finished),
  };
}

function reportOf(servers: readonly OnRedis<Measured>[]): RowReport {
  const figures = Object.fromEntries(
    servers.flatMap((server): [string, Figure][] =>
      'missing' in server
        ? [[`redis_${server.major}`, { ratio: null, target: 'measured', met: false, note: server.missing }]]
        : Object.entries(figuresOf(server.result)).map(([name, figure]) => [
            `redis_${server.major}_${name}`,
            figure,
          ]),
    ),
  );
  const measured = servers.flatMap((server) => ('missing' in server ? [] : [server]));
  const { job } = measured[0]?.result ?? {
    job: {
      ours: Number.NaN,
      raw: Number.NaN,
      rawNumbered: Number.NaN,
      rawUnnamed: Number.NaN,
      rawWithQuestion: Number.NaN,
    },
  };
  const ratio = job.ours / job.raw;
  return {
    row: ROW,
    name: NAME,
    ours: job.ours,
    floor: null,
    peers: {
      'raw BullMQ job under the same id': job.raw,
      'raw BullMQ job with the id in its data': job.rawNumbered,
      'raw BullMQ job without the id': job.rawUnnamed,
      'raw BullMQ job with its question': job.rawWithQuestion,
    },
    unit: 'bytes of a waiting job',
    ratio,
    target: `<= ${MAX_JOB}x raw BullMQ job`,
    met: areMet(figures),
    spread: [ratio, ratio],
    figures,
    rounds: {},
    details: measured,
  };
}

const bytes = (count: number): string => `${count.toFixed(0)} B`;
const atMost = (ratio: number, max: number, note: string): Figure => ({
  ratio,
  target: `<= ${max}x`,
  met: ratio <= max,
  note,
});
const stated = (count: number, note: string): Figure => ({ ratio: count, target: 'stated', met: true, note });

function figuresOf({
  job,
  finished,
  streamed,
  semantic,
  webhook,
  counted,
}: Measured): Record<string, Figure> {
  return {
    job: atMost(
      job.ours / job.raw,
      MAX_JOB,
      `${bytes(job.ours)}, raw ${bytes(job.raw)}, raw with the id in its data ${bytes(job.rawNumbered)}, raw without the id ${bytes(job.rawUnnamed)}, raw with its question ${bytes(job.rawWithQuestion)}`,
    ),
    finished_query: atRest(finished),
    finished_query_streamed: atRest(streamed),
    semantic_entry: atMost(
      semantic.ours / semantic.floor,
      MAX_SEMANTIC,
      `${semantic.index}: ${bytes(semantic.ours)}, of which answer and its indexes ${bytes(semantic.entry)}; f32 hash ${bytes(semantic.floor)}`,
    ),
    webhook_that_arrived: stated(
      webhook.record + webhook.places,
      `bytes: record ${bytes(webhook.record)}, places ${bytes(webhook.places)}; what was sent ${bytes(webhook.body)}`,
    ),
    counted_query: stated(counted, 'bytes of what says that its costs are counted'),
  };
}

/** Everything that is left when its stream has had its minutes, against what its answer and 4 KB come to. */
function atRest({ job, record, stream, streamAtFirst, answer }: FinishedBytes): Figure {
  const all = job + record + stream;
  const parts = `job ${bytes(job)}, record ${bytes(record)}, stream ${bytes(stream)}, answer ${bytes(answer)}; in its first 5 minutes ${bytes(job + record + streamAtFirst)}`;
  const figure = atMost(all / (MAX_FINISHED_BYTES + answer), 1, `${bytes(all)}: ${parts}`);
  return { ...figure, target: `<= ${MAX_FINISHED_BYTES} B and its answer` };
}
