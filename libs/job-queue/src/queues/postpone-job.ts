import { DelayedError, type Job } from 'bullmq';

/** Moves a running job back to its queue at the cost of no attempt; what it returns tells BullMQ so when thrown. */
export async function postponeJob(job: Job, token: string | undefined, atMs: number): Promise<DelayedError> {
  await job.moveToDelayed(atMs, token);
  return new DelayedError();
}
