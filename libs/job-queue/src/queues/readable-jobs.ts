import { setTimeout as pause } from 'node:timers/promises';
import {
  Job,
  type JobJson,
  type JobProgress,
  type MinimalQueue,
  Queue,
  UnrecoverableError,
  Worker,
} from 'bullmq';

/**
 * A job whose payload is no JSON reads as one whose payload is null. BullMQ's own throws instead: a worker that fetches it
 * never ends it, so that it stalls and comes back for ever, and a page that lists it shows nothing.
 */
class ReadableJob<Data, Result, Name extends string, Progress extends JobProgress> extends Job<
  Data,
  Result,
  Name,
  Progress
> {
  static override fromJSON<Payload, Returned, Called extends string>(
    queue: MinimalQueue,
    json: JobJson,
    jobId?: string,
  ): Job<Payload, Returned, Called> {
    try {
      return super.fromJSON<Payload, Returned, Called>(queue, json, jobId);
    } catch {
      return super.fromJSON<Payload, Returned, Called>(queue, { ...json, data: 'null' }, jobId);
    }
  }
}

const REFUSED_AGAIN_MS = 1_000;

/** BullMQ's worker, which also ends jobs that it cannot read, and lets a Redis be for a second that refuses it one, as a full one does. */
export class JobWorker<Data, Result> extends Worker<Data, Result> {
  readonly #closes = new AbortController();

  protected override get Job(): typeof Job {
    return ReadableJob;
  }

  protected override async moveToActive(token: string, name?: string): Promise<Job<Data, Result>> {
    try {
      return await super.moveToActive(token, name);
    } catch (error) {
      // BullMQ would ask again at once, and tell of each time.
      await pause(REFUSED_AGAIN_MS, undefined, { signal: this.#closes.signal }).catch(() => undefined);
      throw error;
    }
  }

  override close(force?: boolean): Promise<void> {
    this.#closes.abort();
    return super.close(force);
  }
}

/** BullMQ's queue, which also lists them. */
export class JobQueue extends Queue {
  protected override get Job(): typeof Job {
    return ReadableJob;
  }
}

/**
 * Parks a job of a version or shape that this worker does not know: it is kept among the failed ones, is not tried again,
 * and runs when an operator requeues it. What it was for goes on waiting for it, until its own deadline.
 */
export const unreadablePayload = (): UnrecoverableError =>
  new UnrecoverableError('This version cannot read the payload. Requeue the job when the fleet can.');
