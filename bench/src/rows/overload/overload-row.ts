import type { BenchRow, RowOptions } from '../../contract.ts';
import { type AppFleet, startAppFleet, storeAtHand } from '../../fleet/start-app-fleet.ts';
import { loadDocumentsOf } from '../../load/load-documents.ts';
import type { DoublePace } from '../../model-double/contract.ts';
import {
  doubleVariables,
  type PacedDouble,
  startPacedDouble,
} from '../../model-double/start-paced-double.ts';
import { type BacklogBound, measureBacklogBound, TENANTS_OF_BACKLOG } from './backlog-bound.ts';
import {
  createQuestions,
  type GoodputSlice,
  measureAtCapacity,
  measureCapacity,
  measureOverloaded,
} from './goodput.ts';
import { OVERLOAD_NAME, reportOverload } from './overload-report.ts';
import { measureRefusals, type RefusalCosts, tenantsFor } from './refusal-costs.ts';

const KIND = 'north';
const OVERLOAD = 2;
const QUERY_WORKERS = 2;
const FULL = { costRounds: 16, requests: 900, goodputRounds: 4, seconds: 12 };
const QUICK = { costRounds: 3, requests: 300, goodputRounds: 1, seconds: 5 };

/** Long enough for the workers' slots to be what there is too little of, not this machine's two cores. */
const SLOT_BOUND: DoublePace = { takes: { p5Ms: 300, p95Ms: 500 }, pieces: 6, firstShare: 0.3 };

/** Benchmark row 14: what a fleet does with twice as much as it can. */
export const overloadRow: BenchRow = {
  row: 14,
  name: OVERLOAD_NAME,
  versions: () => ({}),
  run: async (options) => {
    await using stack = new AsyncDisposableStack();
    const double = await startPacedDouble();
    stack.defer(() => double.stop());
    await double.pace({ [KIND]: SLOT_BOUND });
    const plan = options.isQuick ? QUICK : FULL;
    const atTheDoor = await measureAtTheDoor(double, plan, options);
    return reportOverload({ ...atTheDoor, ...(await measureGoodput(double, plan, options)) });
  },
};

type Plan = typeof FULL;

/** Without anybody who works: what admission costs, and where it ends. */
async function measureAtTheDoor(
  double: PacedDouble,
  { costRounds, requests }: Plan,
  options: RowOptions,
): Promise<{ readonly costs: RefusalCosts; readonly bound: BacklogBound; readonly redisVersion: string }> {
  const { say } = options;
  const tenants = tenantsFor(costRounds) + TENANTS_OF_BACKLOG;
  say('  starting a fleet without query workers …');
  await using started = new AsyncDisposableStack();
  const fleet = await startFleet(double, { queryWorkers: 0, tenants }, options);
  started.defer(() => fleet.stop());
  say(`  ${costRounds} rounds of ${requests} submissions that are accepted, and as many that are refused …`);
  const costs = await measureRefusals(fleet, { rounds: costRounds, requests });
  say('  filling the high lane …');
  return { costs, bound: await measureBacklogBound(fleet), redisVersion: fleet.redisVersion };
}

export interface Goodput {
  readonly capacityPerSecond: number;
  readonly atCapacity: readonly GoodputSlice[];
  readonly overloaded: readonly GoodputSlice[];
}

async function measureGoodput(double: PacedDouble, plan: Plan, options: RowOptions): Promise<Goodput> {
  const { goodputRounds, seconds } = plan;
  options.say('  starting a fleet with query workers …');
  // A tenant for each slice: none is held up by what another one sent in the seconds before.
  const tenants = 2 * goodputRounds + 1;
  await using started = new AsyncDisposableStack();
  const fleet = await startFleet(double, { queryWorkers: QUERY_WORKERS, tenants }, options);
  started.defer(() => fleet.stop());
  const questions = createQuestions(KIND);
  const askers = fleet.tenants.map((tenant) => ({ url: fleet.url, tenant }));
  await loadDocumentsOf(askers);
  const [first, ...others] = askers.map((asker) => ({ fleet, asker, seconds }));
  if (first === undefined) throw new Error('A fleet needs a tenant.');
  const capacityPerSecond = await measureCapacity(first, questions);
  options.say(`  at ${capacityPerSecond.toFixed(1)} queries a second and at ${OVERLOAD} times that …`);
  const [atCapacity, overloaded]: GoodputSlice[][] = [[], []];
  for (const [at, stage] of others.entries()) {
    // Each side first in every second round.
    const isOverloaded = [1, 2].includes(at % 4);
    if (isOverloaded)
      overloaded?.push(await measureOverloaded(stage, questions, OVERLOAD * capacityPerSecond));
    else atCapacity?.push(await measureAtCapacity(stage, questions, capacityPerSecond));
  }
  return { capacityPerSecond, atCapacity: atCapacity ?? [], overloaded: overloaded ?? [] };
}

const startFleet = (
  double: PacedDouble,
  size: Pick<Parameters<typeof startAppFleet>[0], 'queryWorkers' | 'tenants'>,
  { say }: RowOptions,
): Promise<AppFleet> =>
  startAppFleet({ variables: doubleVariables(double.url), ...size, store: storeAtHand(), say });
