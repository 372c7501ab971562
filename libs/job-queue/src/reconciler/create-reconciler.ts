import { type Clock, isFault, systemClock } from '@ragfleet/kernel';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createWakeSignal } from '../notices/wake-signal.ts';
import { createLoopHeartbeat } from '../notices/loop-heartbeat.ts';
import { createLaneQueues, type LaneQueues } from '../queries/lane-queues.ts';
import { createQueryStateStore } from '../queries/query-state-store.ts';
import type { Outbox } from '../webhooks/create-outbox.ts';
import { createDeliveryWrites } from '../webhooks/delivery-writes.ts';
import type { Reconciler, ReconcilerAction, ReconcilerObserver, Repair } from './contract.ts';
import { createExpireOverdue } from './expire-overdue.ts';
import { createLease, type Lease } from './lease.ts';
import { measureBacklog } from './measure-backlog.ts';
import { createMemoryRelief } from './memory-relief.ts';
import { createRequeueAdmitted } from './requeue-admitted.ts';
import { createRestoreLostJobs } from './restore-lost-jobs.ts';
import { createDeadLetterFailedDeliveries, createSettleFailedQueries } from './settle-failed-jobs.ts';
import { createStalledChecks } from './stalled-checks.ts';
import { createTrimDeliveries } from './trim-deliveries.ts';
import { createEndedJobs, createTrimEndedJobs, type EndedJobs } from './trim-ended-jobs.ts';
import { createTrimFinished } from './trim-finished.ts';
import { createDataLossWatch } from './watch-data-loss.ts';

export interface ReconcilerOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly outbox: Outbox;
  readonly observer: ReconcilerObserver;
  readonly onError: (error: unknown) => void;
  /** Further work of the leader, in each pass. Like a repair, each must be safe beside another leader's. */
  readonly duties?: readonly (() => Promise<void>)[];
  readonly clock?: Clock;
  readonly intervalMs?: number;
  /** For tests: how often to look for jobs of dead workers, in place of each queue's own policy. */
  readonly stalledIntervalMs?: number;
}

const BATCH = 200;
/** In one pass full batches are followed by others for this long: after an outage thousands are overdue at once. */
const MORE_MS = 5_000;
const CLOSE_MS = 1_000;
const START_MS = 10_000;
/** A leader that died is replaced after this many intervals. */
const LEASE_INTERVALS = 3;

/** Puts right what crashes leave behind: see the repairs it lists. Run it in a process that is always up. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { redisUrl, clock = systemClock, intervalMs = 5_000, observer, onError, duties = [] } = options;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'reconciler' });
  const blocking = connectRedis({ url: redisUrl, profile: 'blocking', name: 'stalled-checks' });
  const queues = createLaneQueues(redis);
  const checks = createStalledChecks(blocking, onError, options.stalledIntervalMs);
  const lease = createLease(redis, intervalMs * LEASE_INTERVALS);
  const endedJobs = createEndedJobs(redis);
  const repairs = createRepairs(options, { redis, queues, endedJobs, clock });
  const hasLostData = createDataLossWatch(redis);
  const wakeSignal = createWakeSignal();
  const heartbeat = createLoopHeartbeat();
  const stopping = new AbortController();
  let running: Promise<void> = Promise.resolve();

  /** One that fails must not keep the others from their work. */
  const repairBatch = async ({ action, repair }: NamedRepair): Promise<number> => {
    const count = await repair(BATCH).catch((error: unknown) => (onError(error), 0));
    if (count > 0) observer.acted(action, count);
    return count;
  };
  const runOnce = async (): Promise<void> => {
    await whenReady(redis, START_MS);
    const untilMs = clock.monotonicMs() + MORE_MS;
    for (const repair of repairs) {
      let isMoreLeft = true;
      while (isMoreLeft) isMoreLeft = (await repairBatch(repair)) === BATCH && clock.monotonicMs() < untilMs;
    }
    await measureBacklog(redis, clock, observer);
    for (const duty of duties) await duty().catch(onError);
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      heartbeat.beat();
      // Whoever leads: one that takes the lease over after the loss has no mark to compare with.
      await hasLostData()
        .then((isLost) => (isLost ? observer.dataLost() : undefined))
        .catch(onError);
      await isLeader(lease)
        .then((leads) => (leads ? runOnce() : undefined))
        .catch(onError);
      await wakeSignal.wait(intervalMs, stopping.signal);
    }
    await lease.release().catch(onError);
  };

  return {
    start: async () => {
      await whenReady(redis, START_MS);
      await checks.start();
      running = loop();
    },
    runOnce,
    isLive: () => heartbeat.isLive(),
    stop: async () => {
      stopping.abort();
      await running;
      await checks.stop();
      await Promise.all([queues.close(), endedJobs.close()]);
      await Promise.all([closeRedis(redis, CLOSE_MS), closeRedis(blocking, CLOSE_MS)]);
    },
  };
}

/** A Redis that is full cannot even take a lease. Whoever may make room in it then does. */
const isLeader = (lease: Lease): Promise<boolean> =>
  lease.take().catch((error: unknown) => {
    if (isFault(error, 'overloaded')) return true;
    throw error;
  });

interface RepairPorts {
  readonly redis: Redis;
  readonly queues: LaneQueues;
  readonly endedJobs: EndedJobs;
  readonly clock: Clock;
}

interface NamedRepair {
  readonly action: ReconcilerAction;
  readonly repair: Repair;
}

function createRepairs(
  { sealer, outbox }: ReconcilerOptions,
  { redis, queues, endedJobs, clock }: RepairPorts,
): readonly NamedRepair[] {
  const relieve = createMemoryRelief(redis);
  const ledger = createQueryStateStore({ redis, sealer, clock });
  const writes = createDeliveryWrites(redis, sealer, clock);
  const webhooks = createTrimDeliveries(redis, clock);
  return [
    // First: the others need room to write. What is worth least goes first: whoever is to have it has it already.
    { action: 'delivery-trimmed', repair: relieve(webhooks.delivered) },
    { action: 'query-trimmed', repair: relieve(createTrimFinished(redis, clock)) },
    { action: 'job-trimmed', repair: relieve(createTrimEndedJobs(endedJobs)) },
    { action: 'dead-letter-trimmed', repair: relieve(webhooks.dead) },
    { action: 'query-requeued', repair: createRequeueAdmitted({ redis, queues, clock }) },
    { action: 'job-restored', repair: createRestoreLostJobs({ redis, queues, clock }) },
    { action: 'query-failed', repair: createSettleFailedQueries(redis, ledger) },
    { action: 'query-expired', repair: createExpireOverdue({ redis, ledger, queues, clock }) },
    { action: 'delivery-created', repair: (limit) => outbox.drain(limit) },
    { action: 'delivery-buried', repair: createDeadLetterFailedDeliveries(redis, writes) },
  ];
}
