import type { BenchRow, RowOptions, RowReport } from '../../contract.ts';
import { type AppFleet, startAppFleet, storeAtHand } from '../../fleet/start-app-fleet.ts';
import { loadDocumentsOf } from '../../load/load-documents.ts';
import type { Asker } from '../../load/post-query.ts';
import { readOutcomes } from '../../load/read-outcomes.ts';
import { receiveWebhooks } from '../../load/receive-webhooks.ts';
import { compareLatencies, type SideLatencies, type TimedCall } from '../../measure/compare-latencies.ts';
import { areMet, atMost, stated } from '../../measure/figures.ts';
import { median, quartiles } from '../../measure/quartiles.ts';
import { doubleVariables, startPacedDouble } from '../../model-double/start-paced-double.ts';
import { floorVersion } from '../../floors.ts';
import { askAndBeTold, keepAnswer, startFloor } from './hit-sides.ts';

const NAME = 'from a question that the cache knows to the webhook of its answer';
const MAX_OF_SKELETON = 2;
const FULL = { rounds: 5, calls: 250, callers: 1 };
const QUICK = { rounds: 3, calls: 60, callers: 1 };
const QUESTION = 'What does the handbook say about annual leave?';
const OURS = 'ours';
const SKELETON = 'skeleton';
const PING = 'PING';

/** Benchmark row 4: the whole way through the processes, nobody else at work. */
export const hitToWebhookRow: BenchRow = {
  row: 4,
  name: NAME,
  versions: () => ({ bullmq: floorVersion('bullmq') }),
  run: async (options) => reportHits(await measure(options)),
};

interface Findings {
  readonly latencies: ReadonlyMap<string, SideLatencies>;
  /** Of our questions, how many the cache answered. */
  readonly hits: number;
  readonly asked: number;
  readonly fleet: string;
}

async function measure({ isQuick, say }: RowOptions): Promise<Findings> {
  const plan = isQuick ? QUICK : FULL;
  await using started = new AsyncDisposableStack();
  const double = await startPacedDouble();
  started.defer(() => double.stop());
  const receiver = await receiveWebhooks();
  started.defer(() => receiver.stop());
  say('  starting a fleet …');
  const fleet = await startFleet(double.url, receiver.host, say);
  started.defer(() => fleet.stop());
  const [tenant] = fleet.tenants;
  if (tenant === undefined) throw new Error('The fleet has no tenant.');
  const asker = { url: fleet.url, tenant };
  await loadDocumentsOf([asker]);
  const answer = await keepAnswer(asker, QUESTION);
  const floorUrl = await startFloor(started, fleet, { question: QUESTION, answer });
  const sides = new Map<string, TimedCall>([
    [OURS, askAndBeTold(asker, QUESTION, receiver)],
    [SKELETON, askAndBeTold({ url: floorUrl, tenant }, QUESTION, receiver)],
    [PING, async (onFirst) => fleet.queueRedis.ping().then(onFirst)],
  ]);
  say(`  ${plan.rounds} rounds of ${plan.calls} questions, one after the other, to each side …`);
  const latencies = await compareLatencies(sides, plan);
  return { latencies, ...(await countHits(asker, [...receiver.received.keys()])), fleet: describe(fleet) };
}

const startFleet = (modelUrl: string, host: string, say: RowOptions['say']): Promise<AppFleet> =>
  startAppFleet({
    variables: { ...doubleVariables(modelUrl), WEBHOOK_ALLOW_HOSTS: host },
    queryWorkers: 1,
    tenants: 1,
    store: storeAtHand(),
    say,
  });

const describe = ({ redisVersion }: AppFleet): string => `Redis ${redisVersion}, ${storeAtHand()} PostgreSQL`;

/** Ours are the queries that the fleet knows; the floor keeps nothing. */
async function countHits(asker: Asker, told: readonly string[]): Promise<Pick<Findings, 'hits' | 'asked'>> {
  const ours = told.filter((id) => !id.includes('-'));
  const outcomes = await readOutcomes(ours.map((id) => ({ asker, id })));
  return { hits: outcomes.filter(({ cache }) => cache === 'hit').length, asked: ours.length };
}

function reportHits({ latencies, hits, asked, fleet }: Findings): RowReport {
  const of = (side: string): SideLatencies =>
    latencies.get(side) ?? { firstMs: [], totalMs: [], meanMs: [], p99Ms: [] };
  const ratiosOf = (pick: (side: SideLatencies) => readonly number[]): number[] =>
    pick(of(OURS)).map((ms, round) => ms / (pick(of(SKELETON))[round] ?? Number.NaN));
  const p50 = ratiosOf(({ totalMs }) => totalMs);
  const p99 = ratiosOf(({ p99Ms }) => p99Ms);
  const figures = {
    p99_of_skeleton: atMost(median(p99), MAX_OF_SKELETON, {
      note: `${median(of(OURS).p99Ms).toFixed(2)} against ${median(of(SKELETON).p99Ms).toFixed(2)} ms`,
    }),
    not_by_the_cache: atMost(asked - hits, 0, { note: `of ${asked}` }),
    accepted_p50_ms: stated(median(of(OURS).firstMs), `skeleton ${median(of(SKELETON).firstMs).toFixed(2)}`),
    pings: stated(median(of(OURS).totalMs) / median(of(PING).totalMs), 'a PING each: the way in them'),
  };
  return {
    row: 4,
    name: NAME,
    ours: median(of(OURS).totalMs),
    floor: median(of(SKELETON).totalMs),
    peers: { PING: median(of(PING).totalMs) },
    unit: `milliseconds, P50 (${fleet})`,
    ratio: median(p50),
    target: `P50 <= ${MAX_OF_SKELETON}x`,
    met: median(p50) <= MAX_OF_SKELETON && areMet(figures),
    spread: quartiles(p50),
    figures,
    rounds: {},
    details: Object.fromEntries(latencies),
  };
}
