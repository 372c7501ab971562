import { BULL_PREFIX, FINISHED_STREAM_TTL_SECONDS, LANE_POLICIES } from '@ragfleet/contracts';
import { createLaneWorkers, type QueryService } from '@ragfleet/job-queue';
import { answerOf, answering } from '../../answers/answering.ts';
import { createBenchSealer } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { keyBytes } from '../../servers/key-bytes.ts';
import { letStreamsEnd } from '../../servers/let-streams-end.ts';
import { commandOf, LANE, openQueryService } from '../../query-service/bench-query-service.ts';

const CONCURRENCY = 50;
/** An answer of 300 tokens is written in a few seconds; a stream packs what comes within 30 ms. */
const STREAMED_PIECES = 40;
const DRAIN_MS = 5_000;
const END_MS = 60_000;

export interface FinishedBytes {
  /** Bytes of one of each. */
  readonly job: number;
  readonly record: number;
  /** 0 when every stream ends within its minutes. */
  readonly stream: number;
  /** In the first minutes. */
  readonly streamAtFirst: number;
  /** Of its answer's text, once. */
  readonly answer: number;
}

/** One query that was answered: what is left of it in its first minutes, and after them until its retention ends. */
export async function finishedBytes(
  server: BenchRedis,
  { count, pieces }: { readonly count: number; readonly pieces: 'one' | 'streamed' },
): Promise<FinishedBytes> {
  await server.clear();
  const sealer = createBenchSealer();
  const queryService = openQueryService(server, sealer);
  const workers = createLaneWorkers({
    redisUrl: server.url,
    sealer,
    handler: answering(pieces === 'one' ? 1 : STREAMED_PIECES),
    slots: { reserved: { high: 1, normal: 1, low: 1 }, shared: 20 },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await workers.start();
  await answered(queryService, 0);
  await inBatches(count - 1, CONCURRENCY, (at) => answered(queryService, at + 1));
  await workers.drain(DRAIN_MS);
  await queryService.close();
  const atFirst = await meansOf(server);
  await letStreamsEnd(server.redis, FINISHED_STREAM_TTL_SECONDS);
  const atRest = await meansOf(server);
  await server.clear();
  return {
    job: atRest('job'),
    record: atRest('record'),
    stream: atRest('stream'),
    streamAtFirst: atFirst('stream'),
    answer: Buffer.byteLength(answerOf(0)),
  };
}

async function meansOf({ redis }: BenchRedis): Promise<(group: string) => number> {
  const groups = await keyBytes(redis, groupOf);
  return (group) => (groups.get(group)?.bytes ?? 0) / (groups.get(group)?.keys ?? 1);
}

async function answered(queryService: QueryService, at: number): Promise<void> {
  const { record } = await queryService.submit(commandOf(at));
  const ended = await queryService.waitUntilTerminal(
    record.tenantId,
    record.queryId,
    END_MS,
    new AbortController().signal,
  );
  if (ended?.status !== 'succeeded') throw new Error(`A query ended as ${ended?.status}.`);
}

function groupOf(key: string): string {
  if (new RegExp(`^${BULL_PREFIX}:${LANE_POLICIES[LANE].name}:q_`).test(key)) return 'job';
  const [owner, , kind] = key.split(':');
  // BullMQ's own stream of a lane is called events as well.
  if (owner !== 'rf') return 'beside';
  if (kind === 'query') return 'record';
  return kind === 'events' ? 'stream' : 'beside';
}
