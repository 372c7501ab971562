import { type Queries, type Query, type QueryEvent, RagfleetError } from '@ragfleet/client';

export interface FollowQueryOptions {
  /** Ends the wait: the query ends by its own deadline, and this is the only other limit. */
  readonly signal: AbortSignal;
  /** Every event that comes; where a stream breaks off for good, `done` never does. */
  readonly onEvent: (event: QueryEvent) => Promise<void>;
}

const NOT_IMPLEMENTED = 501;

/** The query at its end: by its events, or by asking where the address cannot stream or the stream breaks off. */
export async function followQuery(
  queries: Pick<Queries, 'stream' | 'wait'>,
  id: string,
  { signal, onEvent }: FollowQueryOptions,
): Promise<Query> {
  try {
    signal.throwIfAborted();
    for await (const event of queries.stream(id, { signal })) {
      await onEvent(event);
      if (event.type === 'done') return event.data;
    }
  } catch (error) {
    if (signal.aborted || !isWithoutStream(error)) throw error;
  }
  return queries.wait(id, { signal, timeoutMs: Number.POSITIVE_INFINITY });
}

/** None at this address, too many, or none now: of the query itself that says nothing. */
const isWithoutStream = (error: unknown): boolean =>
  error instanceof RagfleetError && (error.status === NOT_IMPLEMENTED || error.isRetryable);
