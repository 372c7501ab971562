import { WEBHOOK_POLICY, WEBHOOK_SCHEDULE_MS, type WebhookJob, webhookJob } from '@ragfleet/contracts';
import { type Clock, isFault, systemClock } from '@ragfleet/kernel';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { type Job, type Processor, UnrecoverableError, Worker } from 'bullmq';
import { drainWorkers } from '../queues/drain-workers.ts';
import { policyOptions } from '../queues/policy-options.ts';
import { postponeJob } from '../queues/postpone-job.ts';
import type { DeliveryHandler, DeliveryRecord, DeliveryWorker } from './contract.ts';
import { createDeliverOnce, type Verdict } from './deliver-once.ts';
import { createDeliveryReads, type DeliveryReads } from './delivery-reads.ts';
import { createDeliveryWrites } from './delivery-writes.ts';
import { createEndpointSlots } from './endpoint-slots.ts';
import { createEndpoints } from './endpoints.ts';
import { type RetrySchedule, retryDelayMs } from './retry-schedule.ts';

export interface DeliveryWorkerOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly handler: DeliveryHandler;
  /** False when the key that asked is gone: the webhook goes out thin. */
  readonly mayReadResult: (tenantId: string, keyId: string) => Promise<boolean>;
  readonly onError: (error: unknown) => void;
  readonly concurrency?: number;
  readonly perEndpoint?: number;
  readonly schedule?: Partial<RetrySchedule>;
  readonly clock?: Clock;
}

/** How soon a delivery tries again whose endpoint holds all of its slots. */
const BUSY_ENDPOINT_MS = 250;
const HAND_BACK_MS = 100;

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
  const worker = new Worker<WebhookJob, void>(
    WEBHOOK_POLICY.name,
    createProcessor(options, redis, handBack.signal),
    {
      connection: redis,
      ...policyOptions(WEBHOOK_POLICY),
      autorun: false,
      concurrency: options.concurrency ?? 32,
      settings: {
        backoffStrategy: (failures, _type, error) =>
          retryDelayMs(schedule, failures + 1, error instanceof AttemptFailed ? error.retryAfterMs : 0),
      },
    },
  );
  worker.on('error', options.onError);
  worker.on('failed', (_job, error) => {
    if (!(error instanceof AttemptFailed) && !(error instanceof UnrecoverableError)) options.onError(error);
  });
  return {
    start: async () => {
      await worker.waitUntilReady();
      worker.run().catch(options.onError);
    },
    drain: (graceMs) => drainWorkers({ workers: [worker], handBack, disconnect }, graceMs),
  };
}

function createProcessor(
  options: DeliveryWorkerOptions,
  redis: Redis,
  signal: AbortSignal,
): Processor<WebhookJob, void> {
  const { sealer, clock = systemClock } = options;
  const reads = createDeliveryReads(redis, sealer);
  const writes = createDeliveryWrites(redis, sealer, clock);
  const deliverOnce = createDeliverOnce({
    ...options,
    reads,
    writes,
    endpoints: createEndpoints(redis, sealer),
    clock,
  });
  const slots = createEndpointSlots(options.perEndpoint ?? 4);
  return async (job, token) => {
    const record = await readRecord(reads, job);
    if (record?.status !== 'pending') return;
    const giveBack = slots.take(record.url);
    if (giveBack === null) throw await postponeJob(job, token, clock.nowMs() + BUSY_ENDPOINT_MS);
    try {
      const attempt = job.attemptsMade + 1;
      const isLastAttempt = attempt >= (job.opts.attempts ?? 1);
      const verdict = await deliverOnce(record, { attempt, isLastAttempt, signal });
      if (verdict === null) throw await postponeJob(job, token, clock.nowMs() + HAND_BACK_MS);
      conclude(verdict);
    } finally {
      giveBack();
    }
  };
}

async function readRecord(reads: DeliveryReads, job: Job<WebhookJob>): Promise<DeliveryRecord | null> {
  const payload = webhookJob.safeParse(job.data);
  if (!payload.success) throw new UnrecoverableError('unreadable payload');
  try {
    return await reads.get(payload.data.tenantId, payload.data.deliveryId);
  } catch (error) {
    if (isFault(error, 'corrupt')) throw new UnrecoverableError('unreadable record');
    throw error;
  }
}

function conclude(verdict: Verdict): void {
  if (verdict.kind === 'retry') throw new AttemptFailed(verdict.reason, verdict.retryAfterMs);
  if (verdict.kind === 'dead') throw new UnrecoverableError(verdict.reason);
}
