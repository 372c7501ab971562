import type { QueuePolicy } from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import { type Job, type Processor, UnrecoverableError, type WorkerOptions } from 'bullmq';
import { drainWorkers } from './drain-workers.ts';
import { policyOptions } from './policy-options.ts';
import { JobWorker } from './readable-jobs.ts';
import { createWatchedWorker } from './watched-worker.ts';

export interface JobServiceOptions<Payload> {
  readonly policy: QueuePolicy<Payload>;
  /** A `blocking` connection, which `disconnect` closes. */
  readonly redis: Redis;
  readonly process: Processor<Payload, void>;
  readonly concurrency: number;
  readonly settings?: WorkerOptions['settings'];
  /** What it begins is waited for when the service drains. */
  readonly onFailed?: (job: Job<Payload, void> | undefined, error: Error) => void | Promise<void>;
  readonly onError: (error: unknown) => void;
  /** Aborted when jobs that still run have to go back to their queue. */
  readonly handBack: AbortController;
  readonly disconnect: (limitMs: number) => Promise<unknown>;
}

export interface JobService {
  start(): Promise<void>;
  drain(graceMs: number): Promise<void>;
  /** False when the queue has jobs and fetches none, although its worker was replaced once. */
  isHealthy(): boolean;
}

/** The worker of one queue, by its policy: it starts, is replaced when it is stuck, and hands back what it cannot finish. */
export function createJobService<Payload>(options: JobServiceOptions<Payload>): JobService {
  const { policy, redis, process, concurrency, settings, onFailed, onError, handBack, disconnect } = options;
  const afterJobs = new Set<Promise<void>>();
  const failed = (job: Job<Payload, void> | undefined, error: Error): void => {
    const handled = Promise.resolve(onFailed?.(job, error)).catch(onError);
    afterJobs.add(handled);
    void handled.then(() => afterJobs.delete(handled));
  };
  let isStarted = false;
  const run = (worker: JobWorker<Payload, void>): void => void worker.run().catch(onError);
  const open = (): JobWorker<Payload, void> => {
    const worker = new JobWorker<Payload, void>(policy.name, inSlot, {
      connection: redis,
      ...policyOptions(policy),
      autorun: false,
      concurrency,
      ...(settings === undefined ? {} : { settings }),
    });
    worker.on('error', onError);
    if (onFailed !== undefined) worker.on('failed', failed);
    if (isStarted) run(worker);
    return worker;
  };
  /** BullMQ gives up by itself what its workers died of too often, but not the jobs of a schedule: they would come back for ever. */
  const givenUp = (): Error => {
    const error = new UnrecoverableError(`The workers of a job of ${policy.name} died too often.`);
    onError(error);
    return error;
  };
  const inSlot: Processor<Payload, void> = async (job, token) => {
    watched.took();
    try {
      if (job.stalledCounter > policy.maxStalledCount) throw givenUp();
      await process(job, token);
    } finally {
      watched.gaveBack();
    }
  };
  const watched = createWatchedWorker({
    queueName: policy.name,
    redis,
    open,
    hasFreeSlot: (held) => held < concurrency,
    onReplaced: () => onError(new Error(`The worker of ${policy.name} fetched nothing and was replaced.`)),
    onError,
  });
  return {
    start: async () => {
      await watched.current().waitUntilReady();
      isStarted = true;
      run(watched.current());
      watched.watch();
    },
    drain: async (graceMs) => {
      watched.stopWatching();
      const workers = watched.all();
      await drainWorkers({ workers, afterJobs: () => Promise.all(afterJobs), handBack, disconnect }, graceMs);
    },
    isHealthy: () => watched.isHealthy(),
  };
}
