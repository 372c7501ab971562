import { WARM_POLICY, type WarmJob, warmJob } from '@ragfleet/contracts';
import { type Clock, isFault, systemClock, withinBudget } from '@ragfleet/kernel';
import { closeRedis, connectRedis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Job } from 'bullmq';
import { createJobService } from '../queues/job-service.ts';
import { postponeJob } from '../queues/postpone-job.ts';
import { unreadablePayload } from '../queues/readable-jobs.ts';
import { passTenantGate, type TenantGate } from '../queues/tenant-gate.ts';
import { toJobError } from '../queues/to-job-error.ts';
import type { WarmHandler, WarmWorker } from './contract.ts';
import { SCHEDULED } from './keep-warm-schedules.ts';
import type { WarmOrder } from './warm-record.ts';
import { createWarmRecords, type WarmRecords } from './warm-records.ts';

export interface WarmWorkerOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly handler: WarmHandler;
  /** Everybody's caches are warmed when it is left out. */
  readonly tenantGate?: TenantGate;
  readonly onError: (error: unknown) => void;
  readonly clock?: Clock;
  /** Warmings at once in this process. */
  readonly concurrency?: number;
  /** A run has its own deadline; this one is for a run that does not keep it. */
  readonly maxRunMs?: number;
}

const HAND_BACK_MS = 100;
const MAX_RUN_MS = 4 * 3_600_000;

/** Runs warmings. A retryable Fault runs the job again, up to the policy's attempts; the schedule goes on anyway. */
export function createWarmWorker(options: WarmWorkerOptions): WarmWorker {
  const { redisUrl, sealer, clock = systemClock, onError } = options;
  const redis = connectRedis({ url: redisUrl, profile: 'blocking', name: 'warm-worker' });
  const own = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'warm-records' });
  const records = createWarmRecords({ redis: own, sealer, clock });
  const handBack = new AbortController();
  const process = async (job: Job<WarmJob>, token?: string): Promise<void> => {
    const payload = warmJob.safeParse(job.data);
    if (!payload.success) throw unreadablePayload();
    await passTenantGate(options.tenantGate, { job, token, tenantId: payload.data.tenantId });
    try {
      await run({ job, payload: payload.data, records, options, clock, stopping: handBack.signal });
    } catch (error) {
      if (handBack.signal.aborted) throw await postponeJob(job, token, Date.now() + HAND_BACK_MS);
      onError(error);
      throw toJobError(error);
    }
  };
  const disconnect = (limitMs: number) => Promise.all([closeRedis(redis, limitMs), closeRedis(own, limitMs)]);
  return createJobService({
    policy: WARM_POLICY,
    redis,
    process,
    concurrency: options.concurrency ?? 2,
    onError,
    handBack,
    disconnect,
  });
}

interface Running {
  readonly job: Job<WarmJob>;
  readonly payload: WarmJob;
  readonly records: WarmRecords;
  readonly options: WarmWorkerOptions;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

async function run({ job, payload, records, options, clock, stopping }: Running): Promise<void> {
  const order = await orderOf(job.id, payload, records, clock.nowMs());
  // Its record has expired, or an attempt whose end the queue did not hear of has finished it.
  if (order === null || order.record.status === 'finished') return;
  const { record, groups, topN } = order;
  const { tenantId, warmId, trigger } = record;
  await records.begin(record);
  try {
    const report = await withinBudget(options.maxRunMs ?? MAX_RUN_MS, stopping, (signal) =>
      options.handler({
        tenantId,
        warmId,
        trigger,
        groups,
        topN,
        signal,
        progress: (done) => records.progress(record, done),
      }),
    );
    await records.finish(record, 'finished', report);
  } catch (error) {
    const isLast = !isFault(error) || !error.isRetryable || job.attemptsMade + 1 >= WARM_POLICY.attempts;
    if (isLast && !stopping.aborted) await records.finish(record, 'failed', null).catch(() => undefined);
    throw error;
  }
}

/** A run of a schedule gets its record when it begins, under the time for which it was due. */
async function orderOf(
  jobId: string | undefined,
  { tenantId, warmId }: WarmJob,
  records: WarmRecords,
  nowMs: number,
): Promise<WarmOrder | null> {
  if (warmId !== SCHEDULED) return records.read({ tenantId, warmId });
  const name = { tenantId, warmId: `warm_${(jobId ?? '').split(':').at(-1) ?? ''}` };
  await records.create({ ...name, trigger: 'schedule', createdAtMs: nowMs, groups: null, topN: null });
  return records.read(name);
}
