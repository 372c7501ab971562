/** Every way an operation can fail, in domain words. Each process maps a kind to an outcome in one place. */
export type FaultKind =
  | 'malformed' // the bytes are not what the content type says
  | 'invalid-input' // well-formed, and not acceptable
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'unsupported-media-type'
  | 'rate-limited'
  | 'overloaded'
  | 'unavailable' // a dependency is away; the outcome of a write may be unknown
  | 'timeout'
  | 'canceled'
  | 'expired' // the deadline passed
  | 'pii-blocked'
  | 'injection-blocked' // the question tries to steer the model, and its tenant wants such questions ended
  | 'budget-exhausted' // the tenant's month holds no more, and its admin wants questions refused then
  | 'cache-miss' // `cache.mode: only` and nothing cached
  | 'maintenance'
  | 'not-built' // named by the contract, but not offered by this deployment
  | 'corrupt' // stored or received data that fails its own check
  | 'internal';

/** One problem with one part of an input. `pointer` is a JSON pointer (RFC 6901) such as `/documents/0/title`. */
export interface InputProblem {
  readonly pointer: string;
  readonly message: string;
}

export interface FaultOptions {
  readonly cause?: unknown;
  /** How long to wait before trying again, when the thrower knows. */
  readonly retryAfterMs?: number;
  readonly problems?: readonly InputProblem[];
  /** Where a dependency is away and yet nobody has to ask what came of it: then the message alone says what to do. */
  readonly isOutcomeKnown?: boolean;
}

const RETRYABLE: ReadonlySet<FaultKind> = new Set([
  'rate-limited',
  'overloaded',
  'unavailable',
  'timeout',
  'maintenance',
  'cache-miss',
]);

/**
 * The one error class of the fleet. The adapter that saw the cause chooses the kind; the message says the fix
 * and never repeats user input.
 */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly retryAfterMs: number | undefined;
  readonly problems: readonly InputProblem[];
  readonly isOutcomeKnown: boolean;

  constructor(kind: FaultKind, message: string, options: FaultOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'Fault';
    this.kind = kind;
    this.retryAfterMs = options.retryAfterMs;
    this.problems = options.problems ?? [];
    this.isOutcomeKnown = options.isOutcomeKnown ?? false;
  }

  /** True when the same call may succeed later without a change by the caller. */
  get isRetryable(): boolean {
    return RETRYABLE.has(this.kind);
  }
}

/** The fault itself, or an `internal` one that carries the unknown error as its cause. */
export function toFault(error: unknown): Fault {
  return error instanceof Fault
    ? error
    : new Fault('internal', 'Something went wrong inside.', { cause: error });
}

/** True for a Fault of one of the given kinds. */
export function isFault(error: unknown, ...kinds: readonly FaultKind[]): error is Fault {
  return error instanceof Fault && (kinds.length === 0 || kinds.includes(error.kind));
}
