/** What the HTTP contract says, as types. Times are ISO 8601 UTC; money is US dollars; durations milliseconds. */
export type Priority = 'high' | 'normal' | 'low';
export type QueryStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled' | 'expired';
export type QueryEventName = 'query.succeeded' | 'query.failed' | 'query.canceled' | 'query.expired';

/** Only `question` is required; everything else has the default that the fleet's documentation names. */
export interface NewQuery {
  readonly question: string;
  readonly priority?: Priority;
  /** Omitted: all that the key may read. */
  readonly namespaces?: readonly string[];
  readonly quality?: 'basic' | 'standard' | 'high';
  readonly top_k?: number;
  readonly history?: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly model?: string | null;
  readonly session_id?: string | null;
  readonly callback?: {
    readonly url: string;
    readonly events?: readonly QueryEventName[];
    readonly include_result?: boolean;
  };
  readonly cache?: {
    readonly mode?: 'default' | 'bypass' | 'refresh' | 'only';
    readonly ttl_seconds?: number;
    readonly semantic_threshold?: number;
  };
  readonly deadline_seconds?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Whether an answer was good. `down` removes it from the cache. */
export interface Feedback {
  readonly rating: 'up' | 'down';
  /** At most 2,000 characters. */
  readonly comment?: string;
}

export interface Citation {
  readonly index: number;
  readonly document_id: string;
  readonly chunk_id: string;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly quote: string;
}

export interface QueryResult {
  readonly answer: string;
  readonly citations: readonly Citation[];
  readonly model: string | null;
  readonly confidence: number;
  readonly usage: {
    readonly input_tokens: number;
    readonly output_tokens: number;
    readonly embedding_tokens: number;
  };
  readonly cost_usd: number;
  readonly cache: {
    readonly status: 'hit' | 'miss' | 'bypass' | 'coalesced';
    readonly tier: 'exact' | 'semantic' | null;
    readonly similarity: number | null;
    readonly age_seconds: number | null;
    readonly retrieval: 'hit' | 'miss';
  };
  readonly degradation: { readonly level: string; readonly reasons: readonly string[] };
  readonly warnings: readonly string[];
  readonly timings_ms: Readonly<Record<string, number>>;
}

export interface Query {
  readonly id: string;
  readonly object: 'query';
  readonly status: QueryStatus;
  readonly priority: Priority;
  readonly question: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly deadline_at: string;
  readonly queue_position: number | null;
  /** From the pace of its lane in the last minute, while it waits; null when that is unknown. No promise. */
  readonly estimated_start_at: string | null;
  readonly result: QueryResult | null;
  readonly error: {
    readonly type: string;
    readonly title: string;
    readonly detail: string;
    readonly retryable: boolean;
  } | null;
  /** There when the result was removed after the query had ended. */
  readonly purged?: true;
  /** There when its trace is recorded: by this id the tracing system of the fleet knows it. */
  readonly trace_id?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly urls: { readonly self: string; readonly events: string; readonly cancel: string };
}

/** One event of a query's stream. `token` adds text to a run; `reset` discards the text so far; `done` has the last word. */
export type QueryEvent =
  | {
      readonly type: 'status';
      readonly data: { readonly status: QueryStatus; readonly queue_position?: number };
    }
  | { readonly type: 'token'; readonly data: { readonly text: string; readonly run: number } }
  | { readonly type: 'reset'; readonly data: { readonly run: number; readonly reason: string } }
  | { readonly type: 'citation'; readonly data: Citation }
  | { readonly type: 'done'; readonly data: Query };

export interface Page<Item> {
  readonly object: 'list';
  readonly data: readonly Item[];
  readonly has_more?: boolean;
}

const OPEN: ReadonlySet<string> = new Set(['queued', 'running']);

/** True when nothing changes any more. */
export const isFinished = (resource: { readonly status: string }): boolean => !OPEN.has(resource.status);

export interface FeedbackFilter {
  readonly rating?: 'up' | 'down';
  /** 1 to 100, which is the default. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly starting_after?: string;
}

/** A rated answer without who asked. */
export interface RatedAnswer {
  readonly object: 'feedback';
  readonly query_id: string;
  readonly rating: 'up' | 'down';
  readonly comment: string | null;
  readonly question: string;
  /** False when the answer said that it found none. */
  readonly is_answered: boolean;
  readonly citations: readonly Pick<Citation, 'document_id' | 'chunk_id' | 'title' | 'quote'>[];
}

/** It may hold fewer than its limit, and none, and still have a next one. */
export interface FeedbackPage extends Page<RatedAnswer> {
  readonly next: string | null;
  /** True after the last page where older queries, which the fleet does not list, may have ratings. Fleets of before leave it out. */
  readonly truncated?: boolean;
}
