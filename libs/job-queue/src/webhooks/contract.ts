import type { DeliveryResult, WebhookEvent } from '@ragfleet/contracts';
import type { DisabledReason, Endpoints } from './endpoints/contract.ts';

/** One webhook from its event to its end. The body's bytes are sealed and the same at every attempt. */
export interface DeliveryRecord {
  readonly tenantId: string;
  readonly deliveryId: string;
  /** The query or ingestion it speaks of. */
  readonly subjectId: string;
  readonly principalId: string;
  /** The key that asked. Its access is checked again at each attempt; null where nothing it may lose is in the body. */
  readonly keyId: string | null;
  readonly event: WebhookEvent;
  readonly url: string;
  readonly status: 'pending' | 'delivered' | 'dead';
  readonly createdAtMs: number;
  /** The last time that somebody had it sent again; null when nobody did. */
  readonly reopenedAtMs: number | null;
  readonly finishedAtMs: number | null;
  /** The reason of a dead letter. */
  readonly reason: string | null;
  readonly attempts: readonly DeliveryAttempt[];
  /** W3C Trace Context of what it tells the end of; null or left out where its trace is not recorded. */
  readonly traceparent?: string | null;
}

export interface DeliveryAttempt {
  readonly atMs: number;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  /** A constant phrase, never the receiver's text. */
  readonly error: string | null;
}

export interface DeliveryAttemptRequest {
  readonly record: DeliveryRecord;
  readonly body: Buffer;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** Whose access decides whether a result goes out, and to what: the namespaces that it cites. */
export interface ResultReader {
  readonly tenantId: string;
  readonly keyId: string;
  readonly namespaces: readonly string[];
}

/** Where the worker says what ended badly. Nothing here may throw. */
export interface DeliveryObserver {
  /** A delivery was given up and is a dead letter now. */
  deadLettered(record: DeliveryRecord, reason: string): void;
  /** An endpoint takes no more deliveries until somebody enables it. */
  endpointDisabled(endpoint: DisabledEndpoint): void;
}

export interface DisabledEndpoint {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly reason: DisabledReason;
  readonly httpStatus: number | null;
}

export type DeliveryHandler = (request: DeliveryAttemptRequest) => Promise<DeliveryResult>;

export interface NewDelivery {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly subjectId: string;
  readonly principalId: string;
  readonly keyId: string | null;
  readonly event: WebhookEvent;
  readonly url: string;
  readonly traceparent?: string | null;
}

export interface ListDeliveries {
  readonly tenantId: string;
  readonly subjectId: string | null;
  readonly status: DeliveryRecord['status'] | null;
  readonly limit: number;
  readonly startingAfter: string | null;
}

export interface DeliveryPage {
  readonly records: readonly DeliveryRecord[];
  readonly hasMore: boolean;
}

export interface RedeliverRange {
  readonly tenantId: string;
  readonly status: 'dead' | 'delivered';
  /** Of their creation, both included; null where there is no bound. */
  readonly fromMs: number | null;
  readonly toMs: number | null;
  readonly limit: number;
}

export interface RedeliveredRange {
  readonly count: number;
  /** Where the rest of the range begins; null when all of it was looked at. */
  readonly nextFromMs: number | null;
}

export interface Deliveries {
  readonly endpoints: Endpoints;
  /** Keeps the record and its bytes, then adds the job. The same delivery id again changes nothing. */
  create(delivery: NewDelivery, body: Buffer): Promise<void>;
  /** Adds the jobs of what was kept for a subject and is still to be delivered; one that is there stays. False where nothing was kept. */
  enqueueKept(tenantId: string, subjectId: string): Promise<boolean>;
  get(tenantId: string, deliveryId: string): Promise<DeliveryRecord | null>;
  /** Newest first. Fault `invalid-input` for a `startingAfter` that is not in the list. */
  list(request: ListDeliveries, signal: AbortSignal): Promise<DeliveryPage>;
  /**
   * Sends the same bytes under the same id from the first attempt on, after an attempt that is under way; enables the
   * endpoint again. null when there is no such delivery.
   */
  redeliver(tenantId: string, deliveryId: string): Promise<DeliveryRecord | null>;
  /** The same for up to `limit` of a range, oldest first. Fault `rate-limited`. */
  redeliverRange(range: RedeliverRange): Promise<RedeliveredRange>;
  /** Ends up to `limit` redeliveries whose process died on the way, or found an attempt under way; how many. For a process that is always up. */
  resumeRedeliveries(limit: number): Promise<number>;
  /** Removes what was kept for a subject; what was not sent is not sent any more. */
  purge(tenantId: string, subjectId: string): Promise<void>;
  close(): Promise<void>;
}

export interface DeliveryWorker {
  start(): Promise<void>;
  /** No new fetch; waits for what runs up to `graceMs`, then hands the rest back without burning an attempt. */
  drain(graceMs: number): Promise<void>;
  /** False when its queue has jobs and it fetches none, although it was replaced once. */
  isHealthy(): boolean;
}
