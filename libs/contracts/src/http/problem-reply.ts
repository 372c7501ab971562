import type { Fault } from '@ragfleet/kernel';
import { type Problem, problemStatus, problemTitle, problemType } from './problem.ts';

export interface ProblemFacts {
  readonly instance: string;
  readonly requestId: string;
  /** null or left out where its trace is not recorded. */
  readonly traceId?: string | null;
  /** In place of the fault's own words, where they are not for the client or not all there is to say. */
  readonly detail?: string | null;
}

export interface ProblemReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

const OURS = 'This is a fault of the fleet, not of the request. Report the request_id.';
const REQUEST_ID = /^[\w.-]{8,64}$/;

/** What a fault looks like over HTTP (RFC 9457). Nothing of what went wrong inside is in it. */
export function problemReply(
  fault: Fault,
  { instance, requestId, traceId, detail }: ProblemFacts,
): ProblemReply {
  const status = problemStatus(fault.kind);
  const isOurs = fault.kind === 'internal' || fault.kind === 'corrupt';
  return {
    status,
    headers: status === 429 || status === 503 ? { 'Retry-After': String(retryAfterSeconds(fault)) } : {},
    body: {
      type: problemType(fault.kind),
      title: problemTitle(fault.kind),
      status,
      detail: detail ?? (isOurs ? OURS : fault.message),
      instance,
      request_id: requestId,
      ...(typeof traceId === 'string' && { trace_id: traceId }),
      ...(fault.problems.length > 0 && { errors: fault.problems.map((problem) => ({ ...problem })) }),
    },
  };
}

/** A second where nobody knows better, and never none: a client would come back at once. */
export function retryAfterSeconds({ kind, retryAfterMs = 1_000 }: Fault): number {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000));
  // After an outage the clients must not come back as one wave.
  return problemStatus(kind) === 503 ? seconds + Math.floor(Math.random() * 4) : seconds;
}

/** A caller's own X-Request-Id where it has the form of one, or a new one. */
export const requestIdOf = (given: string | readonly string[] | undefined): string =>
  typeof given === 'string' && REQUEST_ID.test(given) ? given : crypto.randomUUID();

/** The path alone of a request's target, also where that is a whole URL, as a proxy is asked. */
export function instanceOf(target: string): string {
  const [path = ''] = target.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '').split('?', 1);
  return path === '' ? '/' : path;
}
