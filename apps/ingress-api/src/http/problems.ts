import { type Problem, problemStatus, problemTitle, problemType } from '@ragfleet/contracts';
import { Fault, type FaultKind, toFault } from '@ragfleet/kernel';
import { statusOf } from './json-body.ts';
import { MethodRefusal } from './method-refusal.ts';

export interface ProblemContext {
  readonly instance: string;
  readonly requestId: string;
  /** null or left out where its trace is not recorded. */
  readonly traceId?: string | null;
  /** False for GET: then nothing can have happened. */
  readonly mayHaveHappened: boolean;
}

export interface ProblemReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

const NO_ANSWER = 'A store did not answer in time. Try again.';
const UNKNOWN_OUTCOME =
  'A store did not answer in time, so the outcome is unknown. Retry with the same Idempotency-Key: ' +
  'what was accepted is returned, not done again.';
const UNKNOWN_CHANGE =
  'A store did not answer in time, so the outcome is unknown. Read what is there before you send this again.';
/** Where an Idempotency-Key is read. */
const TAKES_KEY = /^\/v1\/queries(?:\/batch)?(?:$|[#?])/;
const OURS = 'This is a fault of the fleet, not of the request. Report the request_id.';

/** The one place that says what a failure looks like over HTTP (RFC 9457). */
export function problemOf(error: unknown, context: ProblemContext): ProblemReply {
  if (error instanceof MethodRefusal) return methodProblem(error, context);
  const fault = faultOf(error);
  const status = problemStatus(fault.kind);
  return {
    status,
    headers: headersOf(fault, status),
    body: {
      type: problemType(fault.kind),
      title: problemTitle(fault.kind),
      status,
      detail: detailOf(fault, context),
      instance: context.instance,
      request_id: context.requestId,
      ...(typeof context.traceId === 'string' && { trace_id: context.traceId }),
      ...(fault.problems.length > 0 && { errors: fault.problems.map((problem) => ({ ...problem })) }),
    },
  };
}

function methodProblem(refusal: MethodRefusal, { instance, requestId }: ProblemContext): ProblemReply {
  const facts = { type: 'about:blank', title: 'Method Not Allowed', status: 405, detail: refusal.message };
  return {
    status: 405,
    headers: { Allow: refusal.allowed },
    body: { ...facts, instance, request_id: requestId },
  };
}

// What express itself refuses (a path that cannot be decoded) carries a status and no kind.
function faultOf(error: unknown): Fault {
  const isClientError = statusOf(error) === 400;
  return !(error instanceof Fault) && isClientError
    ? new Fault('malformed', 'The request cannot be read. Check the encoding of its path.', { cause: error })
    : toFault(error);
}

function detailOf(fault: Fault, context: ProblemContext): string {
  const kind: FaultKind = fault.kind;
  if ((kind === 'unavailable' || kind === 'timeout') && !fault.isOutcomeKnown) return noAnswer(context);
  return kind === 'internal' || kind === 'corrupt' ? OURS : fault.message;
}

function noAnswer({ mayHaveHappened, instance }: ProblemContext): string {
  if (!mayHaveHappened) return NO_ANSWER;
  return TAKES_KEY.test(instance) ? UNKNOWN_OUTCOME : UNKNOWN_CHANGE;
}

function headersOf(fault: Fault, status: number): Record<string, string> {
  if (status === 401) return { 'WWW-Authenticate': 'Bearer realm="ragfleet"' };
  if (status !== 429 && status !== 503) return {};
  return { 'Retry-After': String(retryAfterSeconds(fault, status)) };
}

function retryAfterSeconds({ retryAfterMs }: Fault, status: number): number {
  const seconds = Math.max(1, Math.ceil((retryAfterMs ?? 1_000) / 1_000));
  // After an outage the clients must not come back as one wave.
  return status === 503 ? seconds + Math.floor(Math.random() * 4) : seconds;
}
