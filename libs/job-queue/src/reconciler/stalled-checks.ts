import {
  BULL_PREFIX,
  INGEST_POLICY,
  LANE_POLICIES,
  type QueuePolicy,
  SYNC_POLICY,
  WARM_POLICY,
  WEBHOOK_POLICY,
} from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import { Worker } from 'bullmq';

export interface StalledChecks {
  start(): Promise<void>;
  stop(): Promise<void>;
}

type StallPolicy = Pick<
  QueuePolicy<unknown>,
  'name' | 'lockDurationMs' | 'stalledIntervalMs' | 'maxStalledCount'
>;

const POLICIES: readonly StallPolicy[] = [
  ...Object.values(LANE_POLICIES),
  INGEST_POLICY,
  WARM_POLICY,
  SYNC_POLICY,
  WEBHOOK_POLICY,
];

/**
 * Moves jobs of dead workers back to their queue although no worker of that queue is up. Otherwise the last worker's
 * job would stay active for ever, in a queue that looks idle to the autoscaler.
 */
export function createStalledChecks(
  redis: Redis,
  onError: (error: unknown) => void,
  intervalMs?: number,
): StalledChecks {
  // Without a processor and without autorun a BullMQ worker fetches nothing.
  const checkers = POLICIES.map(
    ({ name, lockDurationMs, stalledIntervalMs, maxStalledCount }) =>
      new Worker(name, null, {
        connection: redis,
        prefix: BULL_PREFIX,
        autorun: false,
        lockDuration: lockDurationMs,
        stalledInterval: intervalMs ?? stalledIntervalMs,
        maxStalledCount,
      }),
  );
  for (const checker of checkers) checker.on('error', onError);
  return {
    start: async () => {
      await Promise.all(checkers.map((checker) => checker.startStalledCheckTimer()));
    },
    stop: async () => {
      await Promise.all(checkers.map((checker) => checker.close()));
    },
  };
}
