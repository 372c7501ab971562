import { WEBHOOK_POLICY, WEBHOOK_SCHEDULE_MS, type WebhookJob, webhookJob } from '@ragfleet/contracts';
import { type Clock, isFault, systemClock } from '@ragfleet/kernel';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { type Job, type Processor, UnrecoverableError } from 'bullmq';
import { createJobService } from '../queues/job-service.ts';
import { postponeJob } from '../queues/postpone-job.ts';
import { unreadablePayload } from '../queues/readable-jobs.ts';
import { passTenantGate, type TenantGate } from '../queues/tenant-gate.ts';
import type {
  DeliveryHandler,
  DeliveryObserver,
  DeliveryRecord,
  DeliveryWorker,
  ResultReader,
} from './contract.ts';
import { createDeliverOnce, type DeliveryRun, type Verdict } from './deliver-once.ts';
import { createDeliveryReads, type DeliveryReads, type KeptDelivery } from './delivery-reads.ts';
import { createDeliveryWrites } from './delivery-writes.ts';
import { createEndpointHealth, type EndpointLimits } from './endpoints/endpoint-health.ts';
import type { Reach } from './gate/contract.ts';
import { createDeliveryGate } from './gate/delivery-gate.ts';
import { type RetrySchedule, retryDelayMs } from './retry-schedule.ts';

export interface DeliveryWorkerOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly handler: DeliveryHandler;
  /** False when the one who asked may not read the result any more: the webhook goes out thin. */
  readonly mayReadResult: (reader: ResultReader) => Promise<boolean>;
  /** Everybody's webhooks leave when it is left out. */
  readonly tenantGate?: TenantGate;
  readonly observer: DeliveryObserver;
  readonly onError: (error: unknown) => void;
  readonly concurrency?: number;
  readonly perEndpoint?: number;
  readonly schedule?: Partial<RetrySchedule>;
  readonly endpointLimits?: EndpointLimits;
  readonly clock?: Clock;
}

const DEFAULT_CONCURRENCY = 32;
const DEFAULT_PER_ENDPOINT = 4;
const HAND_BACK_MS = 100;
const OURS_AGAIN_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 86_400_000;

/** A failed attempt: BullMQ, the one owner of retries, runs the job again by the schedule. */
class AttemptFailed extends Error {
  readonly retryAfterMs: number;
  constructor(reason: string, retryAfterMs: number) {
    super(reason);
    this.name = 'AttemptFailed';
    this.retryAfterMs = retryAfterMs;
  }
}

/** Delivers webhooks at least once, each under one constant id, until the receiver takes it or the schedule ends. */
export function createDeliveryWorker(options: DeliveryWorkerOptions): DeliveryWorker {
  const redis = connectRedis({ url: options.redisUrl, profile: 'blocking', name: 'delivery-worker' });
  const schedule = { delaysMs: WEBHOOK_SCHEDULE_MS, jitter: 0.2, random: Math.random, ...options.schedule };
  const handBack = new AbortController();
  const disconnect = (limitMs: number) => closeRedis(redis, limitMs);
  const onFailed = (_job: unknown, error: Error): void => {
    if (!(error instanceof AttemptFailed) && !(error instanceof UnrecoverableError)) options.onError(error);
  };
  return createJobService({
    policy: WEBHOOK_POLICY,
    redis,
    process: createProcessor(options, redis, handBack.signal),
    concurrency: options.concurrency ?? DEFAULT_CONCURRENCY,
    settings: {
      backoffStrategy: (failures, _type, error) =>
        retryDelayMs(schedule, failures + 1, error instanceof AttemptFailed ? error.retryAfterMs : 0),
    },
    onFailed,
    onError: options.onError,
    handBack,
    disconnect,
  });
}

function createProcessor(
  options: DeliveryWorkerOptions,
  redis: Redis,
  signal: AbortSignal,
): Processor<WebhookJob, void> {
  const { sealer, clock = systemClock, endpointLimits: limits } = options;
  const reads = createDeliveryReads(redis, sealer);
  const writes = createDeliveryWrites(redis, sealer, clock);
  const health = createEndpointHealth({ redis, sealer, clock, ...(limits && { limits }) });
  const once = createDeliverOnce({ ...options, writes, health, clock });
  const gate = createDeliveryGate({
    poolSize: options.concurrency ?? DEFAULT_CONCURRENCY,
    perEndpoint: options.perEndpoint ?? DEFAULT_PER_ENDPOINT,
    nowMs: () => clock.monotonicMs(),
  });

  const run: Processor<WebhookJob, void> = async (job, token) => {
    const payload = webhookJob.safeParse(job.data);
    if (!payload.success) throw unreadablePayload();
    await passTenantGate(options.tenantGate, { job, token, tenantId: payload.data.tenantId });
    const delivery = await readDelivery(reads, payload.data);
    if (delivery?.record.status !== 'pending') return;
    const { record } = delivery;
    const disabledReason = await health.disabledReason(record.tenantId, record.url);
    if (disabledReason !== null) return conclude(await once.refuse(record, disabledReason));
    const admission = gate.enter(record);
    if (admission.kind === 'full') {
      if (admission.isPaused && isPastWaiting(record, clock.nowMs()))
        return conclude(await once.giveUp(record));
      throw await postponeJob(job, token, bullmqNowMs() + admission.waitMs);
    }
    let reach: Reach = 'unknown';
    try {
      const attempted = await once.attempt(delivery, { ...runOf(job), signal });
      reach = attempted.reach;
      if (attempted.verdict.kind === 'interrupted')
        throw await postponeJob(job, token, bullmqNowMs() + HAND_BACK_MS);
      conclude(attempted.verdict);
    } finally {
      admission.leave(reach);
    }
  };
  return async (job, token) => {
    try {
      await run(job, token);
    } catch (error) {
      if (!isOurs(error) || Date.now() - job.timestamp > LONGEST_WAIT_MS) throw error;
      options.onError(error);
      throw await postponeJob(job, token, bullmqNowMs() + OURS_AGAIN_MS);
    }
  };
}

/** A store that is away before anything was sent, as after its restart, is no failure of the receiver: it costs none of its attempts. */
const isOurs = (error: unknown): boolean => isFault(error, 'unavailable', 'overloaded');

/** Delays are counted by the queue's own clock, which is the system's. */
const bullmqNowMs = (): number => Date.now();

/** What a pause keeps from its attempts must have an end of its own. */
function isPastWaiting({ createdAtMs, reopenedAtMs }: DeliveryRecord, nowMs: number): boolean {
  return nowMs - (reopenedAtMs ?? createdAtMs) > LONGEST_WAIT_MS;
}

function runOf(job: Job<WebhookJob>): Pick<DeliveryRun, 'attempt' | 'isLastAttempt'> {
  const attempt = job.attemptsMade + 1;
  return { attempt, isLastAttempt: attempt >= (job.opts.attempts ?? 1) };
}

async function readDelivery(
  reads: DeliveryReads,
  { tenantId, deliveryId }: WebhookJob,
): Promise<KeptDelivery | null> {
  try {
    return await reads.whole(tenantId, deliveryId);
  } catch (error) {
    if (isFault(error, 'corrupt')) throw new UnrecoverableError('unreadable record');
    throw error;
  }
}

function conclude(verdict: Verdict): void {
  if (verdict.kind === 'retry') throw new AttemptFailed(verdict.reason, verdict.retryAfterMs);
  if (verdict.kind === 'dead') throw new UnrecoverableError(verdict.reason);
}
