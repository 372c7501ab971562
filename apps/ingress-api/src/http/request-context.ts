import type { IncomingMessage } from 'node:http';
import { requestIdOf } from '@ragfleet/contracts';
import type { Principal } from '@ragfleet/kernel';

/** What is known of a request while it is answered, for its log line and its problem. */
export interface RequestContext {
  readonly requestId: string;
  readonly startedAtMs: number;
  /** The pattern, never the path: it is a metric label. */
  route: string;
  caller: Principal | null;
  /** Set when its trace is recorded. */
  traceId: string | null;
  /** Set when answering failed. */
  error: unknown;
}

const contexts = new WeakMap<IncomingMessage, RequestContext>();
const UNMATCHED = 'unmatched';

/** The request's context; a caller's own X-Request-Id is kept when it has the form of one. */
export function contextOf(request: IncomingMessage): RequestContext {
  const known = contexts.get(request);
  if (known !== undefined) return known;
  const requestId = requestIdOf(request.headers['x-request-id']);
  const startedAtMs = performance.now();
  const context = { requestId, startedAtMs, route: UNMATCHED, caller: null, traceId: null, error: null };
  contexts.set(request, context);
  return context;
}
