import { BULL_PREFIX, INGEST_POLICY, type IngestJob, ingestJob } from '@ragfleet/contracts';
import { Fault, toFault } from '@ragfleet/kernel';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import { DelayedError, type Job, UnrecoverableError, Worker } from 'bullmq';
import type { IngestHandler, IngestWorker } from './contract.ts';

export interface IngestWorkerOptions {
  readonly redisUrl: string;
  readonly handler: IngestHandler;
  readonly onError: (error: unknown) => void;
  /** An ingestion that the queue has given up: its attempts are used up, or its workers died too often. */
  readonly onGivenUp?: (job: IngestJob) => Promise<void>;
  readonly concurrency?: number;
  /** Lock renewal hides a hung job for ever: this is how long one run may take. */
  readonly maxRunMs?: number;
}

const CLOSE_MS = 1_000;
const HAND_BACK_MS = 100;

/** Runs ingestions. A retryable Fault runs the job again, up to the policy's attempts; any other ends it. */
export function createIngestWorker(options: IngestWorkerOptions): IngestWorker {
  const redis = connectRedis({ url: options.redisUrl, profile: 'blocking', name: 'ingest-worker' });
  const stopping = new AbortController();
  const process = async (job: Job<IngestJob>, token?: string): Promise<void> => {
    try {
      await run(job, options, stopping.signal);
    } catch (error) {
      if (stopping.signal.aborted) throw await handedBack(job, token);
      options.onError(error);
      throw toJobError(error);
    }
  };
  const worker = new Worker<IngestJob, void>(INGEST_POLICY.name, process, {
    connection: redis,
    prefix: BULL_PREFIX,
    autorun: false,
    concurrency: options.concurrency ?? 2,
    lockDuration: INGEST_POLICY.lockDurationMs,
    lockRenewTime: INGEST_POLICY.lockRenewMs,
    stalledInterval: INGEST_POLICY.stalledIntervalMs,
    maxStalledCount: INGEST_POLICY.maxStalledCount,
  });
  worker.on('error', options.onError);
  worker.on('failed', (job, error) => {
    if (job === undefined) options.onError(error);
    else if (job.finishedOn !== undefined) options.onGivenUp?.(job.data).catch(options.onError);
  });
  return {
    start: async () => {
      await worker.waitUntilReady();
      worker.run().catch(options.onError);
    },
    drain: async (graceMs) => {
      const timer = setTimeout(() => stopping.abort(), Math.max(0, graceMs - CLOSE_MS));
      await worker.close();
      clearTimeout(timer);
      await closeRedis(redis, CLOSE_MS);
    },
  };
}

async function run(job: Job<IngestJob>, options: IngestWorkerOptions, stopping: AbortSignal): Promise<void> {
  const payload = ingestJob.safeParse(job.data);
  if (!payload.success) throw new Fault('corrupt', 'The payload of an ingestion job cannot be read.');
  const limit = AbortSignal.timeout(options.maxRunMs ?? 3_600_000);
  const signal = AbortSignal.any([stopping, limit]);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(new Fault('timeout', 'The ingestion was interrupted.'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.race([options.handler(payload.data, { attempt: job.attemptsMade + 1, signal }), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Back to the queue at the cost of no attempt; what it returns tells BullMQ so when thrown. */
async function handedBack(job: Job<IngestJob>, token: string | undefined): Promise<DelayedError> {
  await job.moveToDelayed(Date.now() + HAND_BACK_MS, token);
  return new DelayedError();
}

/** What BullMQ keeps is the fault's own words: they never repeat what a person wrote. */
function toJobError(error: unknown): Error {
  const fault = toFault(error);
  return fault.isRetryable ? new Error(fault.message) : new UnrecoverableError(fault.message);
}
