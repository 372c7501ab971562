import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import type { Job, Queue } from 'bullmq';
import { redactJob } from './redact-job.ts';

/**
 * Bull Board's view of one queue with its payloads redacted. Its own formatters leave failed reasons, stack traces
 * and log lines alone, so the jobs are redacted where they leave the adapter, and log lines stay inside.
 */
export class RedactingAdapter extends BullMQAdapter {
  constructor(queue: Queue, readOnlyMode: boolean) {
    super(queue, { readOnlyMode });
  }

  override async getJob(id: string): Promise<Job | undefined> {
    const job = await super.getJob(id);
    return job === undefined ? undefined : redacted(job);
  }

  override async getJobs(...range: Parameters<BullMQAdapter['getJobs']>): Promise<Job[]> {
    return (await super.getJobs(...range)).map(redacted);
  }

  override getJobLogs(): Promise<string[]> {
    return Promise.resolve([]);
  }
}

/** The job itself, so that it can still be retried, with nothing of a person in its JSON. */
function redacted(job: Job): Job {
  const shown = redactJob(job.toJSON());
  return Object.defineProperty(job, 'toJSON', { value: () => shown });
}
