import { LANES, type Lane } from '@ragfleet/kernel';
import { z } from 'zod';
import { type QueryPayload, queryPayload } from './query-job.ts';

/** BullMQ's key prefix. The KEDA manifests read `bull:<queue>:wait`, `:prioritized` and `:active`. */
export const BULL_PREFIX = 'bull';

/** What one queue promises: producer and worker import the same object. Times in milliseconds. */
export interface QueuePolicy<Payload> {
  readonly name: string;
  readonly payload: z.ZodType<Payload>;
  readonly attempts: number;
  /** A worker that dies is noticed within lockDuration + up to two stalled intervals. */
  readonly lockDurationMs: number;
  readonly stalledIntervalMs: number;
  readonly lockRenewMs: number;
  readonly maxStalledCount: number;
  readonly keepCompleted: { readonly ageSeconds: number; readonly count: number };
  readonly keepFailed: { readonly ageSeconds: number; readonly count: number };
}

const FAST_RECOVERY = {
  lockDurationMs: 7_000,
  stalledIntervalMs: 2_500,
  lockRenewMs: 2_000,
  maxStalledCount: 2,
};
const SLOW_RECOVERY = {
  lockDurationMs: 30_000,
  stalledIntervalMs: 15_000,
  lockRenewMs: 10_000,
  maxStalledCount: 2,
};
const RETENTION = {
  keepCompleted: { ageSeconds: 3_600, count: 1_000 },
  keepFailed: { ageSeconds: 604_800, count: 5_000 },
};

/** The BullMQ queue of a lane. */
export const queueNameOfLane = (lane: Lane): string => `rag-${lane}`;

const lanePolicy = (lane: Lane): QueuePolicy<QueryPayload> => ({
  name: queueNameOfLane(lane),
  payload: queryPayload,
  attempts: 3,
  ...(lane === 'low' ? SLOW_RECOVERY : FAST_RECOVERY),
  ...RETENTION,
});

/** Attempts, recovery and retention of each lane. */
export const LANE_POLICIES: Readonly<Record<Lane, QueuePolicy<QueryPayload>>> = {
  high: lanePolicy('high'),
  normal: lanePolicy('normal'),
  low: lanePolicy('low'),
};

export const ingestJob = z.object({
  v: z.literal(1),
  tenantId: z.string(),
  ingestionId: z.string(),
  /** W3C Trace Context of its submission, where its trace is recorded. */
  trace: z.string().optional(),
});
export type IngestJob = z.output<typeof ingestJob>;
export const INGEST_POLICY: QueuePolicy<IngestJob> = {
  name: 'ingest',
  payload: ingestJob,
  // Its pauses double from a second: a database or a provider may be away for 8 minutes and nothing fails.
  attempts: 11,
  ...SLOW_RECOVERY,
  ...RETENTION,
};

export const warmJob = z.object({ v: z.literal(1), tenantId: z.string(), warmId: z.string() });
export type WarmJob = z.output<typeof warmJob>;
export const WARM_POLICY: QueuePolicy<WarmJob> = {
  name: 'warm',
  payload: warmJob,
  attempts: 3,
  ...SLOW_RECOVERY,
  ...RETENTION,
};

/** One pass over a source. The scheduler's id is `<tenant>/<source>`: one for the fleet. */
export const syncJob = z.object({ v: z.literal(1), tenantId: z.string(), source: z.string() });
export type SyncJob = z.output<typeof syncJob>;
export const SYNC_POLICY: QueuePolicy<SyncJob> = {
  name: 'sync',
  payload: syncJob,
  attempts: 3,
  ...SLOW_RECOVERY,
  ...RETENTION,
};

/** The job id is `wh-<subject id>-<event>`, so that adding it again changes nothing. */
export const webhookJob = z.object({ v: z.literal(1), tenantId: z.string(), deliveryId: z.string() });
export type WebhookJob = z.output<typeof webhookJob>;
export const WEBHOOK_POLICY: QueuePolicy<WebhookJob> = {
  name: 'webhooks',
  payload: webhookJob,
  attempts: 8,
  // Somebody waits for it, as for an answer: a worker that died costs it seconds.
  ...FAST_RECOVERY,
  keepCompleted: { ageSeconds: 604_800, count: 100_000 },
  keepFailed: { ageSeconds: 604_800, count: 100_000 },
};

/** Every queue of the fleet, for the dashboard, the manifests and the reconciler. */
export const QUEUE_NAMES: readonly string[] = [
  ...LANES.map(queueNameOfLane),
  INGEST_POLICY.name,
  WARM_POLICY.name,
  SYNC_POLICY.name,
  WEBHOOK_POLICY.name,
];
