import type { BenchRow, RowOptions, RowReport } from '../../contract.ts';
import { LOADED_SLOTS, untilNoneIsOpen } from '../../fleet/loaded-fleet.ts';
import { readHistograms, shareUpTo } from '../../fleet/read-histogram.ts';
import { type AppFleet, startAppFleet, storeAtHand } from '../../fleet/start-app-fleet.ts';
import { loadDocumentsOf } from '../../load/load-documents.ts';
import type { Asker } from '../../load/post-query.ts';
import { readOutcomes } from '../../load/read-outcomes.ts';
import { quantile } from '../../measure/quartiles.ts';
import type { DoublePace } from '../../model-double/contract.ts';
import { doubleVariables, startPacedDouble } from '../../model-double/start-paced-double.ts';
import { askMixed, askWarm, KIND, type MixedQuery, WARM_QUESTIONS } from './ask-mixed.ts';
import {
  type EndedMixed,
  LATENCY_NAME,
  LATENCY_ROW,
  type LatencyFindings,
  MAX_WORKED_AROUND,
  reportLatency,
  workedAroundOf,
} from './latency-report.ts';

const TENANTS = 5;
const QUERY_WORKERS = 2;
const WARM_PER_SECOND = 10;
/** A rate is looked at for so long. */
const TRIAL_SECONDS = 20;
const QUICK_SECONDS = 20;
/** What is tried before the one that is asked for, until one is not held. */
const LOWER_RATES = [10, 20, 30, 40, 58, 80] as const;
/** Of the rate that is held, after one that was not: until the level of service is the full one again. */
const MAX_SETTLINGS = 6;
const SETTLING_SECONDS = 10;
/** A rate whose queries wait longer than this for a slot is not held: the wait grows for as long as it lasts. */
const MAX_WAIT_P95_MS = 500;
const FIRST_TOKEN_METRIC = 'ragfleet_first_token_seconds';
const WITHIN_SECONDS = 2;

/**
 * The article's latencies: an embedding of 50 ms and 100 in the 95th percentile, a generation of 2 s and 5, a fifth of
 * it before its first piece.
 */
const PACE: DoublePace = {
  takes: { p5Ms: 800, p95Ms: 5_000 },
  pieces: 12,
  firstShare: 0.2,
  embedTakes: { p5Ms: 25, p95Ms: 100 },
};

export interface LatencyChoice {
  readonly minutes: number;
  /** Tried first. */
  readonly perSecond: number;
}

/** The article's latency table out of a real fleet: doubles of the models alone, everything else as it is deployed. */
export const latencyRow = ({ minutes, perSecond }: LatencyChoice): BenchRow => ({
  row: LATENCY_ROW,
  name: LATENCY_NAME,
  versions: () => ({}),
  run: async (options) => {
    await using stack = new AsyncDisposableStack();
    const double = await startPacedDouble();
    stack.defer(() => double.stop());
    await double.pace({ [KIND]: PACE });
    options.say('  starting a fleet …');
    const fleet = await startAppFleet({
      variables: {
        ...doubleVariables(double.url),
        EMBEDDING_MODEL: 'text-embedding-3-small',
        ...LOADED_SLOTS,
      },
      queryWorkers: QUERY_WORKERS,
      tenants: TENANTS,
      store: storeAtHand(),
      say: options.say,
    });
    stack.defer(() => fleet.stop());
    return await measureTable(fleet, { minutes, perSecond }, options);
  },
});

interface Stage {
  readonly fleet: AppFleet;
  readonly askers: readonly Asker[];
  /** Number of the next question that nobody asked. */
  next: number;
}

async function measureTable(
  fleet: AppFleet,
  { minutes, perSecond }: LatencyChoice,
  { isQuick, say }: RowOptions,
): Promise<RowReport> {
  const askers = fleet.tenants.map((tenant) => ({ url: fleet.url, tenant }));
  const stage: Stage = { fleet, askers, next: WARM_QUESTIONS };
  await loadDocumentsOf(askers);
  say(`  asking ${WARM_QUESTIONS} questions that will be asked again …`);
  await endsOf(stage, await askWarm(askers, WARM_PER_SECOND));
  const rates = [...LOWER_RATES.filter((rate) => rate < perSecond), perSecond];
  const { rate, notHeld } = await highestHeld(stage, rates, say);
  if (notHeld !== null) await settle(stage, rate);
  const seconds = isQuick ? QUICK_SECONDS : minutes * 60;
  say(`  ${rate} queries a second for ${seconds} s …`);
  const urls = fleet.queryWorkers.map(({ operationsUrl }) => operationsUrl);
  const before = await readHistograms(urls, FIRST_TOKEN_METRIC);
  const found = await askFor(stage, rate, seconds);
  const after = await readHistograms(urls, FIRST_TOKEN_METRIC);
  return reportLatency({
    ...found,
    firstTokenShare: shareUpTo(WITHIN_SECONDS, before, after),
    perSecond: rate,
    notHeld,
    fleet: `Redis ${fleet.redisVersion}, ${storeAtHand()} PostgreSQL, ${QUERY_WORKERS} query workers`,
  });
}

/** The last rate before one that is not held, and what that one came to. The lowest is taken as it is. */
async function highestHeld(
  stage: Stage,
  rates: readonly number[],
  say: (line: string) => void,
): Promise<{ readonly rate: number; readonly notHeld: string | null }> {
  let held = rates[0] ?? Number.NaN;
  for (const rate of rates) {
    say(`  trying ${rate} queries a second …`);
    const why = notHeldBecause(await askFor(stage, rate, TRIAL_SECONDS));
    if (why !== null) return { rate: held, notHeld: `at ${rate}: ${why}` };
    held = rate;
  }
  return { rate: held, notHeld: null };
}

/** A fleet that had too much answers at a lower level for a while. */
async function settle(stage: Stage, rate: number): Promise<void> {
  for (let round = 0; round < MAX_SETTLINGS; round += 1) {
    const { ended } = await askFor(stage, rate, SETTLING_SECONDS);
    const isFull = ended.every(({ outcome }) => outcome.level === 'full');
    if (isFull && workedAroundOf(ended).share <= MAX_WORKED_AROUND) return;
  }
}

function notHeldBecause({ asked, ended }: Pick<LatencyFindings, 'asked' | 'ended'>): string | null {
  const refused = asked.length - ended.length;
  const waits = ended.flatMap(({ outcome }) => outcome.timingsMs?.['queue_wait'] ?? []);
  const waitMs = quantile(waits, 0.95);
  if (refused > 0) return `${refused} of ${asked.length} refused`;
  const { share } = workedAroundOf(ended);
  if (share > MAX_WORKED_AROUND) return `${(100 * share).toFixed(1)} % of the misses worked around`;
  return waitMs <= MAX_WAIT_P95_MS
    ? null
    : `95 of 100 wait up to ${(waitMs / 1_000).toFixed(1)} s for a slot`;
}

async function askFor(
  stage: Stage,
  perSecond: number,
  seconds: number,
): Promise<Pick<LatencyFindings, 'asked' | 'ended'>> {
  const count = Math.round(perSecond * seconds);
  const from = stage.next;
  stage.next += count;
  const asked = await askMixed({ perSecond, count, from, askers: stage.askers });
  return { asked, ended: await endsOf(stage, asked) };
}

/** How every accepted query ended, once all have. */
async function endsOf({ fleet }: Stage, asked: readonly MixedQuery[]): Promise<EndedMixed[]> {
  const accepted = asked.filter((query): query is MixedQuery & { id: string } => query.id !== null);
  await untilNoneIsOpen(fleet);
  const outcomes = await readOutcomes(accepted);
  return accepted.flatMap((query, at) => {
    const outcome = outcomes[at];
    return outcome === undefined ? [] : [{ query, outcome }];
  });
}
