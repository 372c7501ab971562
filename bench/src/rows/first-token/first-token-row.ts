import { createClient, type Query, type RagfleetClient } from '@ragfleet/client';
import { availableParallelism, loadavg } from 'node:os';
import type { BenchRow, Figure, RowReport } from '../../contract.ts';
import { startAppFleet, storeAtHand } from '../../fleet/start-app-fleet.ts';
import { loadDocumentsOf } from '../../load/load-documents.ts';
import { openLoop } from '../../measure/open-loop.ts';
import { quantile, quartiles } from '../../measure/quartiles.ts';
import type { DoublePace } from '../../model-double/contract.ts';
import { questionOf } from '../../model-double/question-mark.ts';
import { doubleVariables, startPacedDouble } from '../../model-double/start-paced-double.ts';

const NAME = 'accept to first token at the event stream, 20 queries a second';
const MAX_P95_MS = 500;
/** Beyond what the model takes by itself. */
const MAX_OWN_P50_MS = 25;
const MAX_OWN_P95_MS = 60;
const MODEL_FIRST_TOKEN_MS = 300;
const PER_SECOND = 20;
const WORKERS = 2;
/** Functions that have been called a few hundred times are compiled. */
const WARM_UP = 300;
const COUNT = 1_200;
const QUICK_COUNT = 200;
const DEADLINE_MS = 60_000;
const KIND = 'north';
/** Every answer alike: its first piece after 300 ms, its last after 400. */
const PACE: DoublePace = { takes: { p5Ms: 400, p95Ms: 400 }, pieces: 6, firstShare: 0.75 };

/** Part of benchmark row 9: a fleet of real processes, a model whose first token takes 300 ms, every query a miss. */
export const firstTokenRow: BenchRow = {
  row: 9,
  name: NAME,
  versions: () => ({}),
  run: async ({ isQuick, say }) => {
    await using started = new AsyncDisposableStack();
    const double = await startPacedDouble();
    started.defer(() => double.stop());
    await double.pace({ [KIND]: PACE });
    say('  starting a fleet …');
    const fleet = await startAppFleet({
      variables: doubleVariables(double.url),
      queryWorkers: WORKERS,
      tenants: 1,
      store: storeAtHand(),
      say,
    });
    started.defer(() => fleet.stop());
    const askers = fleet.tenants.map((tenant) => ({ url: fleet.url, tenant }));
    await loadDocumentsOf(askers);
    const client = createClient({ url: fleet.url, apiKey: fleet.tenants[0]?.key ?? '' });
    await askAll(client, { from: 0, count: WARM_UP });
    const count = isQuick ? QUICK_COUNT : COUNT;
    say(`  ${count} queries, ${PER_SECOND} a second …`);
    return reportOf(await askAll(client, { from: WARM_UP, count }), fleet.redisVersion);
  },
};

/** Milliseconds to a query's first token at the stream. */
interface Wait {
  /** From when it was due: the way of the submission to the ingress, and of its reply, included. */
  readonly sinceDueMs: number;
  /** From when the ingress accepted it. */
  readonly sinceAcceptedMs: number;
}

const askAll = (client: RagfleetClient, { from, count }: { from: number; count: number }): Promise<Wait[]> =>
  openLoop({ perSecond: PER_SECOND, count }, async (dueAtMs, index) => {
    const question = questionOf({ kind: KIND, at: from + index });
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const { id } = await client.queries.create({ question }, { signal });
    let firstToken: (Pick<Wait, 'sinceDueMs'> & { readonly at: Date }) | null = null;
    let query: Query | null = null;
    for await (const event of client.queries.stream(id, { signal })) {
      if (event.type === 'token') firstToken ??= { at: new Date(), sinceDueMs: performance.now() - dueAtMs };
      if (event.type === 'done') query = event.data;
    }
    if (firstToken === null || query === null) throw new Error(`${id} has ended without a token.`);
    requireMiss(query);
    const { at: cameAt, sinceDueMs } = firstToken;
    return { sinceDueMs, sinceAcceptedMs: cameAt.getTime() - Date.parse(query.created_at) };
  });

/** A cached answer needs no model: it would make the figures better than they are. */
function requireMiss({ id, status, result }: Query): void {
  if (result?.cache.status !== 'miss') throw new Error(`${id} is ${status}, and no miss.`);
}

function reportOf(measured: readonly Wait[], redisVersion: string): RowReport {
  const waits = measured.map(({ sinceAcceptedMs }) => sinceAcceptedMs);
  const waitsSinceDue = measured.map(({ sinceDueMs }) => sinceDueMs);
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
      p50_since_due_ms: stated(quantile(waitsSinceDue, 0.5)),
      p95_since_due_ms: stated(quantile(waitsSinceDue, 0.95)),
      p50_without_the_model_ms: own(0.5, MAX_OWN_P50_MS),
      p95_without_the_model_ms: {
        ...own(0.95, MAX_OWN_P95_MS),
        note: `fleet, model and clients on ${availableParallelism()} cores under a load of ${load}; Redis ${redisVersion}, ${storeAtHand()} PostgreSQL`,
      },
    },
    rounds: {},
    details: { waitsMs: waits, waitsSinceDueMs: waitsSinceDue },
  };
}
