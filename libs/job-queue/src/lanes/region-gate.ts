import type { Clock, Region } from '@ragfleet/kernel';
import type { JobOutcome } from './contract.ts';
import type { QueryJobRun } from './run-query-job.ts';

type Run = (run: QueryJobRun) => Promise<JobOutcome>;

export interface RegionGateOptions {
  readonly run: Run;
  /** Of this worker's fleet. */
  readonly region: Region | null;
  readonly clock: Clock;
  /** A job of another region was put off. */
  readonly onRefused: (run: QueryJobRun) => void;
}

/** How often a job may be put off by workers of another region; it is spread over the life of its query. */
export const MAX_REGION_REFUSALS = 60;
const LEAST_WAIT_MS = 2_000;

/**
 * Lets jobs run where they belong alone. One of another region is put off at the cost of no attempt, again and again,
 * until a worker of its own takes it. Past its deadline it may pass: it is then ended, and nothing of it is read.
 */
export function createRegionGate({ run, region, clock, onRefused }: RegionGateOptions): Run {
  return async (job) => {
    const { region: home = null, deadlineAtMs } = job.job;
    const nowMs = clock.nowMs();
    if (home === null || home === region || nowMs >= deadlineAtMs) return run(job);
    onRefused(job);
    const waitMs = Math.max(LEAST_WAIT_MS, (deadlineAtMs - job.enqueuedAtMs) / MAX_REGION_REFUSALS);
    return { kind: 'postponed', untilMs: Math.min(nowMs + waitMs, deadlineAtMs) };
  };
}
