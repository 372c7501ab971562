import { openQueueSwitch, type QueueSwitch } from '../../../floors/queue-switch.ts';
import { queueNameOfLane } from '@ragfleet/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { BenchRow, RowOptions } from '../../contract.ts';
import { type AppFleet, startAppFleet, storeAtHand } from '../../fleet/start-app-fleet.ts';
import { loadDocumentsOf } from '../../load/load-documents.ts';
import type { Asker } from '../../load/post-query.ts';
import type { DoublePace } from '../../model-double/contract.ts';
import {
  doubleVariables,
  type PacedDouble,
  startPacedDouble,
} from '../../model-double/start-paced-double.ts';
import { floorVersion } from '../../floors.ts';
import { askHigh } from './ask-high.ts';
import { waitInOneQueue } from './fifo-contrast.ts';
import { floodLowLane, JOBS_OF_TENANT, lowJobsWaiting, lowSlotsInUse } from './flood.ts';
import { ISOLATION_NAME, reportIsolation } from './isolation-report.ts';
import { keepIngesting } from './keep-ingesting.ts';

const HIGH = 'north';
const LOW = 'south';
const QUERY_WORKERS = 2;
/** With the slots that a worker has by itself: 2, 1 and 1 kept for the lanes, and 6 for whoever needs them. */
const SLOTS = QUERY_WORKERS * 10;
const PER_SECOND = 10;
const WARM_UP = 100;
const FULL = { rounds: 5, seconds: 8, settleMs: 3_000, lookMs: 8_000, flood: 20, fifoJobs: 20_000 };
const QUICK = { rounds: 1, seconds: 4, settleMs: 2_000, lookMs: 3_000, flood: 4, fifoJobs: 4_000 };

const CONCURRENCY: DoublePace = { takes: null, pieces: 1, firstShare: 1 };
const AS_MODELS_ARE: DoublePace = { takes: { p5Ms: 1_000, p95Ms: 3_000 }, pieces: 12, firstShare: 0.3 };
const FAST: DoublePace = { takes: { p5Ms: 20, p95Ms: 20 }, pieces: 1, firstShare: 1 };

/** What goes on beside the high lane. */
export const SIDES = ['idle', 'flood', 'flood_and_ingest', 'flood_of_fast_answers'] as const;
export type Side = (typeof SIDES)[number];

/** Benchmark row 13: what the high lane notices of a flood in the low one. */
export const isolationRow: BenchRow = {
  row: 13,
  name: ISOLATION_NAME,
  versions: () => ({ bullmq: floorVersion('bullmq') }),
  run: async (options) => {
    await using stack = new AsyncDisposableStack();
    const plan = options.isQuick ? QUICK : FULL;
    const double = await startPacedDouble();
    stack.defer(() => double.stop());
    options.say('  starting a fleet …');
    const fleet = await startAppFleet({
      variables: doubleVariables(double.url),
      queryWorkers: QUERY_WORKERS,
      tenants: plan.flood + 1,
      store: storeAtHand(),
      say: options.say,
    });
    stack.defer(() => fleet.stop());
    const lowLane = openQueueSwitch({ url: fleet.queueRedisUrl, name: queueNameOfLane('low') });
    stack.defer(() => lowLane.close());
    const found = await measure({ fleet, double, lowLane, plan }, options);
    return reportIsolation({ ...found, fifo: await waitInOneQueue(plan.fifoJobs, options.say) });
  },
};

interface Stage {
  readonly fleet: AppFleet;
  readonly double: PacedDouble;
  readonly lowLane: QueueSwitch;
  readonly plan: typeof FULL;
}

export interface IsolationFindings {
  /** Milliseconds of each query, round by round. */
  readonly waits: Readonly<Record<Side, readonly (readonly number[])[]>>;
  /** Before there was anything in the low lane. */
  readonly beforeMs: readonly number[];
  readonly flooded: number;
  readonly leftOver: number;
  readonly ingested: number;
  readonly lowSlots: number;
  readonly slots: number;
  readonly servers: string;
}

async function measure(stage: Stage, { say }: RowOptions): Promise<IsolationFindings> {
  const { fleet, double, lowLane, plan } = stage;
  const [person, ...flooders] = fleet.tenants.map((tenant) => ({ url: fleet.url, tenant }));
  if (person === undefined) throw new Error('A fleet needs a tenant.');
  await loadDocumentsOf([person, ...flooders]);
  await double.pace({ [HIGH]: CONCURRENCY, [LOW]: AS_MODELS_ARE });
  const ask = createAsk(person);
  await ask(WARM_UP);
  const beforeMs = await ask(PER_SECOND * plan.seconds);
  const flooded = flooders.length * JOBS_OF_TENANT;
  say(`  filling the low lane with ${flooded} jobs …`);
  await lowLane.pause();
  await floodLowLane(flooders, LOW);
  const waits: Record<Side, number[][]> = {
    idle: [],
    flood: [],
    flood_and_ingest: [],
    flood_of_fast_answers: [],
  };
  let ingested = 0;
  say(`  ${plan.rounds} rounds of ${SIDES.length} × ${plan.seconds} s, ${PER_SECOND} queries a second …`);
  const order = [...SIDES];
  for (let round = 0; round < plan.rounds; round += 1) {
    for (const side of order) {
      await begin(side, stage);
      const ingestion = side === 'flood_and_ingest' ? keepIngesting(person) : null;
      await delay(plan.settleMs);
      waits[side].push(await ask(PER_SECOND * plan.seconds));
      ingested += (await ingestion?.stop()) ?? 0;
    }
    order.push(...order.splice(0, 1));
  }
  await begin('flood', stage);
  await delay(plan.settleMs);
  const lowSlots = await lowSlotsInUse(fleet, plan.lookMs);
  const leftOver = await lowJobsWaiting(fleet);
  const servers = `Redis ${fleet.redisVersion}, ${storeAtHand()} PostgreSQL`;
  return { waits, beforeMs, flooded, leftOver, ingested, lowSlots, slots: SLOTS, servers };
}

/** Asks so many questions of the high lane that nobody has asked before. */
function createAsk(asker: Asker): (count: number) => Promise<number[]> {
  let next = 0;
  return (count) => {
    const from = next;
    next += count;
    return askHigh({ asker, kind: HIGH, from, perSecond: PER_SECOND, count });
  };
}

async function begin(side: Side, { double, lowLane }: Stage): Promise<void> {
  const low = side === 'flood_of_fast_answers' ? FAST : AS_MODELS_ARE;
  await double.pace({ [HIGH]: CONCURRENCY, [LOW]: low });
  await (side === 'idle' ? lowLane.pause() : lowLane.resume());
}
