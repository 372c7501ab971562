import { createClient, type Query, type RagfleetClient } from '@ragfleet/client';
import { startOpenAiDouble } from '@ragfleet/test-support';
import { availableParallelism, loadavg } from 'node:os';
import type { BenchRow, Figure, RowReport } from '../../contract.ts';
import { openLoop } from '../../measure/open-loop.ts';
import { quantile, quartiles } from '../../measure/quartiles.ts';
import { startBenchFleet } from '../../servers/local-fleet.ts';
import { handbookText } from '../../texts/handbook-text.ts';

const NAME = 'submit to first token at the event stream, 20 queries a second';
const MAX_P95_MS = 500;
/** Beyond what the model takes by itself. */
const MAX_OWN_P50_MS = 25;
const MAX_OWN_P95_MS = 60;
const MODEL_FIRST_TOKEN_MS = 300;
const PER_SECOND = 20;
const WORKERS = 2;
const WARM_UP = 60;
const FULL = { count: 1_200 };
const QUICK = { count: 200 };
const DOCUMENTS = 20;
const DOCUMENT_CHARACTERS = 1_500;
const DEADLINE_MS = 60_000;

/** Part of benchmark row 9: a fleet of real processes, a model whose first token takes 300 ms, every query a miss. */
export const firstTokenRow: BenchRow = {
  row: 9,
  name: NAME,
  versions: () => ({}),
  run: async ({ isQuick, say }) => {
    await using started = new AsyncDisposableStack();
    const double = await startOpenAiDouble();
    started.defer(() => double.stop());
    double.pace({ firstTokenMs: MODEL_FIRST_TOKEN_MS });
    say('  starting a fleet …');
    const fleet = await startBenchFleet(variablesFor(double.url), WORKERS);
    started.defer(() => fleet.stop());
    const client = createClient({ url: fleet.url, apiKey: fleet.adminKey });
    await ingest(client);
    const { count } = isQuick ? QUICK : FULL;
    say(`  ${count} queries, ${PER_SECOND} a second …`);
    await askAll(client, 'before', WARM_UP);
    return reportOf(await askAll(client, 'now', count));
  },
};

const variablesFor = (url: string): Readonly<Record<string, string>> => ({
  OPENAI_API_KEY: 'not-a-secret',
  OPENAI_BASE_URL: `${url}/v1`,
  EMBEDDING_MODEL: 'local',
  DEFAULT_MODEL: 'gpt-4o-mini',
});

async function ingest(client: RagfleetClient): Promise<void> {
  const documents = Array.from({ length: DOCUMENTS }, (_, at) => ({
    id: `handbook-${at}`,
    title: `Handbook, part ${at}`,
    content: handbookText().slice(at * DOCUMENT_CHARACTERS, (at + 1) * DOCUMENT_CHARACTERS),
  }));
  const { id } = await client.documents.submit(documents);
  await client.ingestions.wait(id);
}

/** Milliseconds from when each query was due to its first token. */
const askAll = (client: RagfleetClient, when: string, count: number): Promise<number[]> =>
  openLoop({ perSecond: PER_SECOND, count }, async (dueAtMs, at) => {
    const question = `What does the handbook say about annual leave in office ${when} ${at}?`;
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const { id } = await client.queries.create({ question }, { signal });
    let firstTokenMs: number | null = null;
    for await (const event of client.queries.stream(id, { signal })) {
      if (event.type === 'token') firstTokenMs ??= performance.now() - dueAtMs;
      if (event.type === 'done') requireMiss(event.data);
    }
    if (firstTokenMs === null) throw new Error('A query has ended without a token.');
    return firstTokenMs;
  });

/** A cached answer needs no model: it would make the figures better than they are. */
function requireMiss({ id, status, result }: Query): void {
  if (result?.cache.status !== 'miss') throw new Error(`${id} is ${status}, and no miss.`);
}

function reportOf(waits: readonly number[]): RowReport {
  const ownMs = waits.map((ms) => ms - MODEL_FIRST_TOKEN_MS);
  const p95 = quantile(waits, 0.95);
  const own = (share: number, limitMs: number): Figure => {
    const ratio = quantile(ownMs, share);
    return { ratio, target: `<= ${limitMs} ms`, met: ratio <= limitMs };
  };
  const stated = (ratio: number): Figure => ({ ratio, target: 'stated', met: true });
  const load = loadavg()[0]?.toFixed(1);
  return {
    row: 9,
    name: NAME,
    ours: quantile(waits, 0.5),
    floor: MODEL_FIRST_TOKEN_MS,
    peers: {},
    unit: 'milliseconds; the floor is the model’s own',
    ratio: p95,
    target: `P95 < ${MAX_P95_MS} ms`,
    met: p95 < MAX_P95_MS,
    spread: quartiles(waits),
    figures: {
      p50_ms: stated(quantile(waits, 0.5)),
      p99_ms: stated(quantile(waits, 0.99)),
      p50_without_the_model_ms: own(0.5, MAX_OWN_P50_MS),
      p95_without_the_model_ms: {
        ...own(0.95, MAX_OWN_P95_MS),
        note: `fleet, model and clients on ${availableParallelism()} cores under a load of ${load}`,
      },
    },
    rounds: {},
    details: { waitsMs: waits },
  };
}
