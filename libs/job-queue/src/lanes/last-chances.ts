import type { Clock } from '@ragfleet/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobOutcome } from './contract.ts';
import type { QueryJobRun } from './run-query-job.ts';

type Run = (run: QueryJobRun) => Promise<JobOutcome>;

export interface LastChancesOptions {
  readonly run: Run;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly random?: () => number;
}

/** Those that came with it have gone back to their lanes by then, which is two round trips, also where the processor is scarce. */
const LEAVE_MS = 1_000;
const WAIT_MS = { least: 1_000, spread: 3_000 };

/**
 * Of the jobs of one process whose worker has died as often as is forgiven, one runs at a time; the others go back to
 * their lanes meanwhile. Whichever of them ends its process ends alone: the jobs that were only beside it when workers
 * died have their last chance without it.
 */
export function createLastChances({ run, clock, random = Math.random }: LastChancesOptions): Run {
  let isTaken = false;
  return async (job) => {
    if (!job.isLastChance) return run(job);
    if (isTaken)
      return { kind: 'postponed', untilMs: clock.nowMs() + WAIT_MS.least + random() * WAIT_MS.spread };
    isTaken = true;
    try {
      await delay(LEAVE_MS);
      return await run(job);
    } finally {
      isTaken = false;
    }
  };
}
