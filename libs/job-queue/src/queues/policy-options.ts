import { BULL_PREFIX, type QueuePolicy } from '@ragfleet/contracts';
import type { WorkerOptions } from 'bullmq';

/** What a queue's policy means to its BullMQ worker. */
export function policyOptions(policy: QueuePolicy<unknown>): Omit<WorkerOptions, 'connection'> {
  return {
    prefix: BULL_PREFIX,
    lockDuration: policy.lockDurationMs,
    lockRenewTime: policy.lockRenewMs,
    stalledInterval: policy.stalledIntervalMs,
    maxStalledCount: policy.maxStalledCount,
  };
}
