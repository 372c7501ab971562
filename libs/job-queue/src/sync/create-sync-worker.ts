import { SYNC_POLICY, type SyncJob, syncJob } from '@ragfleet/contracts';
import { withinBudget } from '@ragfleet/kernel';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import type { Job } from 'bullmq';
import { createJobService } from '../queues/job-service.ts';
import { postponeJob } from '../queues/postpone-job.ts';
import { unreadablePayload } from '../queues/readable-jobs.ts';
import { toJobError } from '../queues/to-job-error.ts';
import type { SyncHandler, SyncWorker } from './contract.ts';

export interface SyncWorkerOptions {
  readonly redisUrl: string;
  readonly handler: SyncHandler;
  readonly onError: (error: unknown) => void;
  /** Sources at once in this process. */
  readonly concurrency?: number;
  /** A pass has its own deadline; this one is for a pass that does not keep it. */
  readonly maxRunMs?: number;
}

const HAND_BACK_MS = 100;
/** Above the longest pass that a source may ask for. */
const MAX_RUN_MS = 90_000_000;

/** Runs passes over sources. A retryable Fault runs the job again, up to the policy's attempts; the schedule goes on anyway. */
export function createSyncWorker(options: SyncWorkerOptions): SyncWorker {
  const redis = connectRedis({ url: options.redisUrl, profile: 'blocking', name: 'sync-worker' });
  const handBack = new AbortController();
  const disconnect = (limitMs: number) => closeRedis(redis, limitMs);
  const process = async (job: Job<SyncJob>, token?: string): Promise<void> => {
    try {
      await run(job, options, handBack.signal);
    } catch (error) {
      if (handBack.signal.aborted) throw await postponeJob(job, token, Date.now() + HAND_BACK_MS);
      options.onError(error);
      throw toJobError(error);
    }
  };
  return createJobService({
    policy: SYNC_POLICY,
    redis,
    process,
    concurrency: options.concurrency ?? 2,
    onError: options.onError,
    handBack,
    disconnect,
  });
}

async function run(
  job: Job<SyncJob>,
  { handler, maxRunMs = MAX_RUN_MS }: SyncWorkerOptions,
  stopping: AbortSignal,
): Promise<void> {
  const payload = syncJob.safeParse(job.data);
  if (!payload.success) throw unreadablePayload();
  return withinBudget(maxRunMs, stopping, (signal) =>
    handler(payload.data, { holder: job.id ?? '', signal }),
  );
}
