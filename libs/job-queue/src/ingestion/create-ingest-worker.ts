import { INGEST_POLICY, type IngestJob, ingestJob } from '@ragfleet/contracts';
import { withinBudget } from '@ragfleet/kernel';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import type { Job } from 'bullmq';
import { createJobService } from '../queues/job-service.ts';
import { postponeJob } from '../queues/postpone-job.ts';
import { unreadablePayload } from '../queues/readable-jobs.ts';
import { passTenantGate, type TenantGate } from '../queues/tenant-gate.ts';
import { toJobError } from '../queues/to-job-error.ts';
import type { IngestHandler, IngestJobResult, IngestWorker } from './contract.ts';

export interface IngestWorkerOptions {
  readonly redisUrl: string;
  readonly handler: IngestHandler;
  readonly onError: (error: unknown) => void;
  /** An ingestion that the queue has given up: its attempts are used up, or its workers died too often. A drain waits for it. */
  readonly onGivenUp?: (job: IngestJob) => Promise<void>;
  /** Everybody's jobs run when it is left out. */
  readonly tenantGate?: TenantGate;
  readonly concurrency?: number;
  /** Lock renewal hides a hung job for ever: this is how long one run may take. */
  readonly maxRunMs?: number;
}

const HAND_BACK_MS = 100;
const GO_ON_MS = 100;
const MAX_RUN_MS = 3_600_000;

/** Runs ingestions. One that waits is postponed; a retryable Fault runs the job again, up to the policy's attempts; any other ends it. */
export function createIngestWorker(options: IngestWorkerOptions): IngestWorker {
  const redis = connectRedis({ url: options.redisUrl, profile: 'blocking', name: 'ingest-worker' });
  const handBack = new AbortController();
  const disconnect = (limitMs: number) => closeRedis(redis, limitMs);
  const process = async (job: Job<IngestJob>, token?: string): Promise<void> => {
    const payload = ingestJob.safeParse(job.data);
    if (!payload.success) throw unreadablePayload();
    const { data } = payload;
    await passTenantGate(options.tenantGate, { job, token, tenantId: data.tenantId });
    const attempt = job.attemptsMade + 1;
    const result = await run(data, attempt, options, handBack.signal).catch(async (error: unknown) => {
      if (handBack.signal.aborted) throw await postponeJob(job, token, Date.now() + HAND_BACK_MS);
      options.onError(error);
      throw toJobError(error);
    });
    if (result.status === 'waiting') throw await postponeJob(job, token, Date.now() + result.resumeAfterMs);
  };
  const onFailed = async (job: Job<IngestJob> | undefined, error: Error): Promise<void> => {
    if (job === undefined) options.onError(error);
    else if (job.finishedOn !== undefined) await giveUp(job, options);
  };
  return createJobService({
    policy: INGEST_POLICY,
    redis,
    process,
    concurrency: options.concurrency ?? 2,
    onFailed,
    onError: options.onError,
    handBack,
    disconnect,
  });
}

/** One that was parked is not given up. */
async function giveUp({ data }: Job<IngestJob>, { onGivenUp }: IngestWorkerOptions): Promise<void> {
  const payload = ingestJob.safeParse(data);
  if (payload.success) await onGivenUp?.(payload.data);
}

/** One that is cut at its time goes on behind what it has done. One that did nothing costs an attempt: it may hang. */
async function run(
  job: IngestJob,
  attempt: number,
  { handler, maxRunMs = MAX_RUN_MS }: IngestWorkerOptions,
  stopping: AbortSignal,
): Promise<IngestJobResult> {
  let hasProgressed = false;
  let isCut = (): boolean => false;
  const progressed = (): void => {
    hasProgressed = true;
  };
  try {
    return await withinBudget(maxRunMs, stopping, (signal) => {
      isCut = () => signal.aborted && !stopping.aborted;
      return handler(job, { attempt, signal, progressed });
    });
  } catch (error) {
    if (hasProgressed && isCut()) return { status: 'waiting', resumeAfterMs: GO_ON_MS };
    throw error;
  }
}
