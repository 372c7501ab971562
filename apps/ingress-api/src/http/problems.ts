import { problemReply, type ProblemReply } from '@ragfleet/contracts';
import { Fault, toFault } from '@ragfleet/kernel';
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

const NO_ANSWER = 'A store did not answer in time. Try again.';
const UNKNOWN_OUTCOME =
  'A store did not answer in time, so the outcome is unknown. Retry with the same Idempotency-Key: ' +
  'what was accepted is returned, not done again.';
const UNKNOWN_CHANGE =
  'A store did not answer in time, so the outcome is unknown. Read what is there before you send this again.';
/** Where an Idempotency-Key is read. */
const TAKES_KEY = /^\/v1\/queries(?:\/batch)?(?:$|[#?])/;

/** The one place that says what a failure looks like over HTTP (RFC 9457). */
export function problemOf(error: unknown, context: ProblemContext): ProblemReply {
  if (error instanceof MethodRefusal) return methodProblem(error, context);
  const fault = faultOf(error);
  const reply = problemReply(fault, { ...context, detail: outcomeOf(fault, context) });
  if (reply.status !== 401) return reply;
  return { ...reply, headers: { ...reply.headers, 'WWW-Authenticate': 'Bearer realm="ragfleet"' } };
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

/** What is known of a change that a store did not answer in time; null for other faults. */
function outcomeOf({ kind, isOutcomeKnown }: Fault, context: ProblemContext): string | null {
  return (kind === 'unavailable' || kind === 'timeout') && !isOutcomeKnown ? noAnswer(context) : null;
}

function noAnswer({ mayHaveHappened, instance }: ProblemContext): string {
  if (!mayHaveHappened) return NO_ANSWER;
  return TAKES_KEY.test(instance) ? UNKNOWN_OUTCOME : UNKNOWN_CHANGE;
}
