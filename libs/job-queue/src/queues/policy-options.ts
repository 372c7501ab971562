import { BULL_PREFIX, type QueuePolicy } from '@ragfleet/contracts';
import type { BackoffOptions, DefaultJobOptions, WorkerOptions } from 'bullmq';

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

/** What it means to each job, with the pauses between its attempts. No stack is kept: it begins with an error's words. */
export function policyJobOptions(policy: QueuePolicy<unknown>, backoff: BackoffOptions): DefaultJobOptions {
  return {
    attempts: policy.attempts,
    backoff,
    ...retentionOptions(policy),
    stackTraceLimit: 0,
  };
}

/** How long jobs are kept that have ended: a worker's, for jobs that do not say so themselves. */
export function retentionOptions({
  keepCompleted,
  keepFailed,
}: QueuePolicy<unknown>): Required<Pick<WorkerOptions, 'removeOnComplete' | 'removeOnFail'>> {
  return {
    removeOnComplete: { age: keepCompleted.ageSeconds, count: keepCompleted.count },
    removeOnFail: { age: keepFailed.ageSeconds, count: keepFailed.count },
  };
}
