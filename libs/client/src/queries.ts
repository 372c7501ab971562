import { localError, type Problem, type RagfleetError } from './problem.ts';
import type {
  Feedback,
  FeedbackFilter,
  FeedbackPage,
  NewQuery,
  Page,
  Query,
  QueryEvent,
  QueryStatus,
} from './resources/query.ts';
import { isFinished } from './resources/query.ts';
import { pause } from './transport/pause.ts';
import { readEvents } from './transport/read-events.ts';
import type { Transport } from './transport/transport.ts';

export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface CreateQueryOptions extends CallOptions {
  /** The same key and body again give the same query. A random one when not given, so that retries never ask twice. */
  readonly idempotencyKey?: string;
  /** Wait this long in the call itself for the finished query: 1-60 s. */
  readonly waitSeconds?: number;
}

export interface WaitOptions extends CallOptions {
  /** 5 minutes by default, 24 days at most. RagfleetError `wait-timeout` when it is over. */
  readonly timeoutMs?: number;
}

export interface Queries {
  create(query: NewQuery, options?: CreateQueryOptions): Promise<Query>;
  /** Up to 1,000 at once. A query or a problem for each, in their order: a problem has a `title` and no `id`. */
  createBatch(
    queries: readonly NewQuery[],
    options?: Pick<CreateQueryOptions, 'idempotencyKey' | 'signal'>,
  ): Promise<Page<Query | Problem>>;
  get(id: string, options?: CallOptions): Promise<Query>;
  /** The query when it is finished, however it ended. */
  wait(id: string, options?: WaitOptions): Promise<Query>;
  /** Every event from the first to `done`; a lost connection is taken up where it broke. */
  stream(id: string, options?: CallOptions): AsyncGenerator<QueryEvent, void, undefined>;
  /** Also while it runs. RagfleetError `conflict` when it has ended otherwise. */
  cancel(id: string, options?: CallOptions): Promise<Query>;
  /** Ends it and removes its stored question, result, webhooks and cached answer. */
  purge(id: string, options?: CallOptions): Promise<Query>;
  rate(id: string, feedback: Feedback, options?: CallOptions): Promise<void>;
  list(
    filter?: { readonly status?: QueryStatus; readonly limit?: number; readonly starting_after?: string },
    options?: CallOptions,
  ): Promise<Page<Query>>;
  /** A page of rated answers, newest first, with personal data masked. For keys of admins. */
  feedback(filter?: FeedbackFilter, options?: CallOptions): Promise<FeedbackPage>;
}

const WAIT_TIMEOUT_MS = 300_000;
const FIRST_POLL_MS = 50;
const LONGEST_POLL_MS = 1_000;
/** A timer of more, 24 days, would go off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type ReadQueries = Pick<Queries, 'get' | 'wait' | 'stream' | 'list' | 'feedback'>;

export function createQueries(transport: Transport): Queries {
  return { ...readQueries(transport), ...changeQueries(transport) };
}

/** Asking, and what ends or rates what was asked. */
function changeQueries(transport: Transport): Omit<Queries, keyof ReadQueries> {
  return {
    create(body, { idempotencyKey = crypto.randomUUID(), waitSeconds, signal } = {}) {
      const prefer: Record<string, string> =
        waitSeconds === undefined ? {} : { prefer: `wait=${waitSeconds}` };
      const headers = { 'idempotency-key': idempotencyKey, ...prefer };
      return transport.read({
        method: 'POST',
        path: '/v1/queries',
        body,
        headers,
        heldMs: (waitSeconds ?? 0) * 1_000,
        signal,
        isRepeatable: true,
      });
    },
    createBatch: (batch, { idempotencyKey = crypto.randomUUID(), signal } = {}) =>
      transport.read({
        method: 'POST',
        path: '/v1/queries/batch',
        body: { queries: batch },
        headers: { 'idempotency-key': idempotencyKey },
        signal,
        isRepeatable: true,
      }),
    cancel: (id, { signal } = {}) =>
      transport.read({ method: 'POST', path: `${pathOf(id)}/cancel`, signal, isRepeatable: true }),
    purge: (id, { signal } = {}) =>
      transport.read({
        method: 'DELETE',
        path: pathOf(id),
        query: { purge: 'true' },
        signal,
        isRepeatable: true,
      }),
    async rate(id, body, { signal } = {}) {
      const path = `${pathOf(id)}/feedback`;
      await transport.send({ method: 'POST', path, body, signal, isRepeatable: true });
    },
  };
}

function readQueries(transport: Transport): ReadQueries {
  const get: Queries['get'] = (id, { signal } = {}) =>
    transport.read({ method: 'GET', path: pathOf(id), signal, isRepeatable: true });
  return {
    get,
    wait: (id, options = {}) => poll((signal) => get(id, { signal }), options),
    stream: (id, { signal } = {}) => readEvents<QueryEvent>(transport, `${pathOf(id)}/events`, signal),
    list: (query = {}, { signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/queries', query, signal, isRepeatable: true }),
    feedback: (query = {}, { signal } = {}) =>
      transport.read({
        method: 'GET',
        path: '/v1/feedback',
        query: { ...query },
        signal,
        isRepeatable: true,
      }),
  };
}

const pathOf = (id: string): string => `/v1/queries/${encodeURIComponent(id)}`;

/**
 * Asks again, less and less often, until the resource is finished. The limit ends a read as well, and the pauses between
 * its attempts: RagfleetError `wait-timeout`.
 */
export async function poll<Resource extends { readonly status: string }>(
  read: (signal: AbortSignal) => Promise<Resource>,
  { signal, timeoutMs = WAIT_TIMEOUT_MS }: WaitOptions,
): Promise<Resource> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(stillNotFinished()), Math.min(timeoutMs, LONGEST_TIMER_MS));
  const either = AbortSignal.any([limit.signal, ...(signal === undefined ? [] : [signal])]);
  try {
    for (let pauseMs = FIRST_POLL_MS; ; pauseMs = Math.min(LONGEST_POLL_MS, pauseMs * 1.5)) {
      const resource = await read(either);
      if (isFinished(resource)) return resource;
      await pause(pauseMs, either);
    }
  } finally {
    clearTimeout(timer);
  }
}

const stillNotFinished = (): RagfleetError =>
  localError('wait-timeout', 'Still not finished', 'Wait longer, or look at the queue.');
