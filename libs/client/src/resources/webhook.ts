import type { Ingestion } from './ingestion.ts';
import type { Query, QueryEventName } from './query.ts';

/** `secret` is the newest; `secrets` are all that verify now: two during a rotation. */
export interface WebhookSecret {
  readonly secret: string;
  readonly secrets: readonly string[];
}

/** One webhook from its event to its end. Its id is the `webhook-id` that the receiver sees. */
export interface WebhookDelivery {
  readonly id: string;
  /** The query or the ingestion that it speaks of. */
  readonly subject_id: string;
  readonly query_id: string | null;
  readonly event: string;
  readonly url: string;
  readonly status: 'pending' | 'delivered' | 'dead';
  /** Why it was given up. */
  readonly reason: string | null;
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly attempts: readonly {
    readonly at: string;
    readonly duration_ms: number;
    readonly http_status: number | null;
    readonly error: string | null;
  }[];
}

export interface DeliveryFilter {
  readonly query_id?: string;
  readonly status?: WebhookDelivery['status'];
  readonly limit?: number;
  readonly starting_after?: string;
}

/** Which webhooks to send again, oldest first. */
export interface RedeliveryRange {
  /** Dead letters when left out. */
  readonly status?: 'dead' | 'delivered';
  /** ISO times of their creation, both included. */
  readonly from?: string;
  readonly to?: string;
  /** 100 when left out, 500 at most. */
  readonly limit?: number;
}

export interface Redelivery {
  readonly count: number;
  /** Where the rest of the range begins; null when all of it was looked at. */
  readonly next_from: string | null;
}

/** A callback URL that webhooks went to in the last 30 days. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly status: 'enabled' | 'disabled';
  readonly disabled_reason: string | null;
  readonly disabled_at: string | null;
  readonly consecutive_failures: number;
  readonly failing_since: string | null;
  readonly last_success_at: string | null;
  readonly last_http_status: number | null;
  readonly last_error: string | null;
  readonly last_used_at: string;
}

export interface EndpointFilter {
  readonly status?: WebhookEndpoint['status'];
  readonly limit?: number;
  readonly starting_after?: string;
}

/** What a webhook says. */
export type WebhookEvent =
  | {
      readonly type: QueryEventName;
      readonly timestamp: string;
      /** Without `result` when it was asked for thin, or would have been over 20 kB. */
      readonly data: Omit<Query, 'result'> & Partial<Pick<Query, 'result'>> & { readonly truncated?: true };
    }
  | { readonly type: 'ingestion.finished'; readonly timestamp: string; readonly data: Ingestion };
