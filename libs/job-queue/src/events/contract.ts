/** An event of a query's stream, as the HTTP contract names it: status, token, reset, citation, done. */
export interface StreamEvent {
  /** The Redis stream id, which is also the SSE event id; `0-<n>` when the record tells it, because the stream is gone. */
  readonly id: string;
  readonly type: 'status' | 'token' | 'reset' | 'citation' | 'done' | 'progress';
  readonly data: Readonly<Record<string, unknown>>;
}

/** Appends for one attempt of one query; sealed at rest, fenced by attempt, batched, capped but never trimmed before `done`. */
export interface QueryEventWriter {
  append(type: 'status' | 'token' | 'reset' | 'citation', data: Readonly<Record<string, unknown>>): void;
  /** Resolves when everything appended so far is in Redis. */
  flush(): Promise<void>;
}

export interface QueryEventReader {
  /**
   * Every event after `afterId` (null = from the first), live, until `done` or the signal. Some minutes after the end they
   * come from the record: the answer in one token, and a `reset` first for a reader that has heard a part of it.
   */
  read(
    tenantId: string,
    queryId: string,
    afterId: string | null,
    signal: AbortSignal,
  ): AsyncIterable<StreamEvent>;
  close(): Promise<void>;
}
