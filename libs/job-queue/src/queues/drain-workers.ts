import type { Worker } from 'bullmq';

export interface Drainable {
  readonly workers: readonly Pick<Worker, 'close' | 'getBackend'>[];
  /** Whatever jobs that ended have left to do, asked when none runs any more. Never rejects. */
  readonly afterJobs?: () => Promise<unknown>;
  /** Aborted when jobs that still run have to go back to their queue. */
  readonly handBack: AbortController;
  /** Closes what the workers work over, within `limitMs`. */
  readonly disconnect: (limitMs: number) => Promise<unknown>;
}

const HAND_BACK_PART = 0.2;
const MAX_HAND_BACK_MS = 3_000;
/** Of the time for handing back, what the connections may take to close. */
const CLOSE_PART = 0.2;

/** `close()` of a BullMQ worker has no end while Redis is away: every wait here has one, and all end within `graceMs`. */
export async function drainWorkers(
  { workers, afterJobs, handBack, disconnect }: Drainable,
  graceMs: number,
): Promise<void> {
  const handBackMs = Math.min(MAX_HAND_BACK_MS, graceMs * HAND_BACK_PART);
  const closeMs = handBackMs * CLOSE_PART;
  const closed = Promise.allSettled(workers.map((worker) => worker.close())).then(afterJobs);
  const isDone = await endsWithin(closed, graceMs - handBackMs);
  if (!isDone) {
    handBack.abort(new Error('This process is stopping.'));
    await endsWithin(closed, handBackMs - closeMs);
  }
  await disconnect(closeMs);
  // What a stuck close() left open would reconnect for ever and keep the process alive.
  if (!isDone)
    await endsWithin(Promise.allSettled(workers.map((worker) => worker.getBackend().close(true))), closeMs);
}

async function endsWithin(work: Promise<unknown>, timeMs: number): Promise<boolean> {
  const { promise: timeUp, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), timeMs);
  try {
    return await Promise.race([work.then(() => true), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
