import type { QueryJobRun } from './run-query-job.ts';

/**
 * How often a query may wait for the answer of an equal one. Each time it is looked at again within the life of a
 * lease, about 10 s: far more often than this, and its own answer is the better one.
 */
export const MAX_WAITS = 40;

/** What is kept free for an answer of one's own; with a short deadline, this part of it. */
const ANSWER_MS = 5_000;
const ANSWER_PART = 0.4;

type WaitableRun = Pick<QueryJobRun, 'job' | 'enqueuedAtMs'>;

/** When the query must look after itself, whoever it waits for. */
function latestStartMs({ job, enqueuedAtMs }: WaitableRun): number {
  return job.deadlineAtMs - Math.min(ANSWER_MS, (job.deadlineAtMs - enqueuedAtMs) * ANSWER_PART);
}

export const mayWait = (run: WaitableRun, timesWaited: number, nowMs: number): boolean =>
  timesWaited < MAX_WAITS && nowMs < latestStartMs(run);

/** When a waiting query runs again that nobody wakes. */
export const lookAgainAtMs = (run: WaitableRun, retryInMs: number, nowMs: number): number =>
  Math.max(nowMs, Math.min(nowMs + retryInMs, latestStartMs(run)));
