import type { Queue } from 'bullmq';

/** `ready` when it runs as soon as a worker is free, `running` when one has it now, `gone` when it has ended. */
export type Promotion = 'ready' | 'running' | 'gone';

/** Lets a job run now that was put off. */
export async function promoteJob(queue: Queue, jobId: string): Promise<Promotion> {
  const job = await queue.getJob(jobId);
  if (job === undefined) return 'gone';
  try {
    await job.promote();
    return 'ready';
  } catch {
    // It is not put off, or not yet: its state says which. A Redis that is away says so again.
    return promotionOf(await job.getState());
  }
}

function promotionOf(state: Awaited<ReturnType<Queue['getJobState']>>): Promotion {
  switch (state) {
    case 'waiting':
    case 'prioritized':
      return 'ready';
    case 'active':
    case 'delayed':
      return 'running';
    default:
      return 'gone';
  }
}
