import type {
  QueryError,
  QueryResult,
  QueryStatus,
  QuerySubmission,
  WebhookQueryEvent,
} from '@ragfleet/contracts';
import type { Lane, TenantPrincipal } from '@ragfleet/kernel';
import type { CacheEntryName, ChangeCounters } from '@ragfleet/rag-core';
import type { ScriptArgument } from '@ragfleet/redis-connection';

/** One accepted query as it is kept, opened. What a person wrote is sealed at rest; the names around it are not. */
export interface QueryRecord {
  readonly tenantId: string;
  readonly queryId: string;
  readonly principalId: string;
  readonly keyId: string;
  readonly lane: Lane;
  readonly status: QueryStatus;
  readonly submission: StoredSubmission;
  readonly createdAtMs: number;
  readonly startedAtMs: number | null;
  readonly finishedAtMs: number | null;
  readonly deadlineAtMs: number;
  /** How many times a worker has begun it. Writers of an older attempt are fenced off. */
  readonly attempt: number;
  readonly result: QueryResult | null;
  readonly error: QueryError | null;
  /** True when what it ended with was removed afterwards. */
  readonly isPurged: boolean;
  /** The cached answer that it was served from or wrote; null when there is none, or it failed. */
  readonly cacheEntry: CacheEntryName | null;
  readonly feedback: Feedback | null;
  /** W3C Trace Context of its submission; null or left out where its trace is not recorded. */
  readonly traceparent?: string | null;
}

/** What a person thought of an answer. */
export interface Feedback {
  readonly rating: 'up' | 'down';
  readonly comment: string | null;
}

export type StoredSubmission = Omit<QuerySubmission, 'priority' | 'deadline_seconds'>;

export interface AdmitCommand {
  readonly principal: TenantPrincipal;
  readonly lane: Lane;
  readonly deadlineSeconds: number;
  readonly submission: StoredSubmission;
  /** SHA-256 of the canonical request body: the same key with another body is refused. */
  readonly bodyHash: string;
  readonly idempotencyKey: string | null;
  /** W3C Trace Context of what submits it; left out where its trace is not recorded. */
  readonly traceparent?: string;
}

export interface AdmittedQuery {
  readonly record: QueryRecord;
  /** True when the same idempotency key had already been accepted. */
  readonly replayed: boolean;
  /** As it was when it came in; null of a replay, which may be anywhere by now. */
  readonly place: QueuePlace | null;
}

export interface ListQueries {
  readonly tenantId: string;
  /** null lists the whole tenant. */
  readonly principalId: string | null;
  readonly status: QueryStatus | null;
  readonly limit: number;
  readonly startingAfter: string | null;
}

export interface ListedQueries {
  readonly records: QueryRecord[];
  readonly hasMore: boolean;
  /** True at the end of a list that is full, where older queries may be kept that it has no room for. */
  readonly isCut: boolean;
}

/** A place in a lane. */
export interface QueuePlace {
  /** 1-based. */
  readonly position: number;
  /** By the pace of the lane in the last minute; null when nothing has begun in it. */
  readonly estimatedStartAtMs: number | null;
}

/** What a query can end with. `maskedQuestion` replaces the stored question in the same step. */
export type Settlement =
  | {
      readonly status: 'succeeded';
      readonly result: QueryResult;
      readonly cacheEntry?: CacheEntryName | null;
    }
  | { readonly status: 'failed'; readonly error: QueryError; readonly maskedQuestion?: string }
  | { readonly status: 'canceled' | 'expired'; readonly error: QueryError | null };

/** The ingress side: accept, read, cancel. Every call fails within its Redis deadline with an `unavailable` Fault. */
export interface QueryService {
  /** Record first (one script), job second; resolves only when both are there. Faults: rate-limited, overloaded, invalid-input (key reused), unavailable. */
  submit(command: AdmitCommand): Promise<AdmittedQuery>;
  /**
   * Counts a request that is no question among those of its key and tenant, before it is done. Faults: rate-limited;
   * unavailable, of which nothing was done.
   */
  countRequest(caller: Pick<TenantPrincipal, 'tenantId' | 'keyId' | 'requestsPerSecond'>): Promise<void>;
  get(tenantId: string, queryId: string): Promise<QueryRecord | null>;
  /** Where it stands in its lane, or null when it is not waiting. */
  place(record: QueryRecord): Promise<QueuePlace | null>;
  /** With a status it walks to the end of the list where need be; an abort ends it between two pages. */
  list(request: ListQueries, signal: AbortSignal): Promise<ListedQueries>;
  /** Resolves when the query is terminal, or after `waitMs` with the record as it is then. */
  waitUntilTerminal(
    tenantId: string,
    queryId: string,
    waitMs: number,
    signal: AbortSignal,
  ): Promise<QueryRecord | null>;
  /** The record after the cancellation; a Fault `conflict` when it ended otherwise. Works while it runs, on any pod. */
  cancel(tenantId: string, queryId: string): Promise<QueryRecord | null>;
  /** Keeps what a person thought of a terminal query, with the rating before it. null when it is gone; else a Fault `conflict`. */
  rate(
    tenantId: string,
    queryId: string,
    feedback: Feedback,
  ): Promise<{ readonly previous: Feedback['rating'] | null } | null>;
  /** Removes the stored question, result, comment and events of a terminal query. */
  purge(tenantId: string, queryId: string): Promise<void>;
  close(): Promise<void>;
}

/** A query that a worker has begun. */
export interface BegunQuery {
  readonly record: QueryRecord;
  /** The tenant's change counters at that moment. */
  readonly changes: ChangeCounters;
  /** True when an earlier run broke off: what its listeners have heard is void. */
  readonly startsOver: boolean;
  /** How often it has given its slot back to wait for the answer of an equal question. */
  readonly timesWaited: number;
}

/** The webhook of a query that is about to end, as the settle keeps it. */
export interface PreparedWebhook {
  readonly tenantId: string;
  readonly queryId: string;
  readonly deliveryId: string;
  /** When the query ends, by its webhook and by its record. */
  readonly endedAtMs: number;
  /** What `createDelivery` takes. */
  readonly creation: readonly ScriptArgument[];
}

/** The worker side of a record. */
export interface QueryStateStore {
  /** Moves to `running` and takes the next attempt number. null when the query is already terminal or gone. */
  begin(tenantId: string, queryId: string): Promise<BegunQuery | null>;
  /** Moves back to `queued` and counts. False when the query has ended, or runs under another attempt. */
  noteWait(tenantId: string, queryId: string, attempt: number): Promise<boolean>;
  /**
   * Compare-and-set: state, result, outbox mark, open-set removal. False when somebody else was first. A webhook is kept in
   * the same step, by who hands it over afterwards; without one it is the outbox's to make.
   */
  settle(
    tenantId: string,
    queryId: string,
    settlement: Settlement,
    webhook?: PreparedWebhook | null,
  ): Promise<boolean>;
}

/** The deterministic id of the delivery of one event of one subject: `wh-<subject>-<event>`. */
export const deliveryIdOf = (subjectId: string, event: WebhookQueryEvent | 'ingestion.finished'): string =>
  `wh-${subjectId}-${event.replace('.', '-')}`;
