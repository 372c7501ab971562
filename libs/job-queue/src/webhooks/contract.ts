import type { WebhookEvent } from '@ragfleet/contracts';

/** One webhook from its event to its end. The body's bytes are sealed and the same at every attempt. */
export interface DeliveryRecord {
  readonly tenantId: string;
  readonly deliveryId: string;
  /** The query or ingestion it speaks of. */
  readonly subjectId: string;
  readonly principalId: string;
  readonly event: WebhookEvent;
  readonly url: string;
  readonly status: 'pending' | 'delivered' | 'dead';
  readonly createdAtMs: number;
  readonly finishedAtMs: number | null;
  /** The reason of a dead letter. */
  readonly reason: string | null;
  readonly attempts: readonly DeliveryAttempt[];
}

export interface DeliveryAttempt {
  readonly atMs: number;
  readonly durationMs: number;
  readonly httpStatus: number | null;
  /** A constant phrase, never the receiver's text. */
  readonly error: string | null;
}

/** What one attempt came to. */
export type DeliveryResult =
  | { readonly outcome: 'delivered'; readonly httpStatus: number }
  | { readonly outcome: 'retry'; readonly httpStatus: number | null; readonly error: string; readonly retryAfterMs?: number }
  | { readonly outcome: 'dead'; readonly httpStatus: number | null; readonly error: string; readonly disableEndpoint?: boolean };

export interface DeliveryAttemptRequest {
  readonly record: DeliveryRecord;
  readonly body: Buffer;
  readonly attempt: number;
  readonly signal: AbortSignal;
}

export type DeliveryHandler = (request: DeliveryAttemptRequest) => Promise<DeliveryResult>;

export interface NewDelivery {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly subjectId: string;
  readonly principalId: string;
  readonly event: WebhookEvent;
  readonly url: string;
}

export interface ListDeliveries {
  readonly tenantId: string;
  readonly subjectId: string | null;
  readonly status: DeliveryRecord['status'] | null;
  readonly limit: number;
}
