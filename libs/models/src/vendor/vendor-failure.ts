import { Fault, type FaultKind } from '@ragfleet/kernel';

/** What a vendor's SDK threw, as far as the fleet tells failures apart. */
export type VendorFailure =
  /** The request was aborted by its signal. */
  | { readonly type: 'aborted' }
  | { readonly type: 'unreachable' }
  | { readonly type: 'late' }
  /** A reply that is an error: by its status, or as an event inside a stream, which has none. */
  | {
      readonly type: 'refused';
      readonly status: number | undefined;
      /** The vendor's own word, such as `rate_limit_error`. */
      readonly reason: string | undefined;
      readonly isTooLong: boolean;
      readonly headers: Headers | undefined;
    }
  | { readonly type: 'broken' };

export interface VendorFailures {
  /** As an operator knows it. */
  readonly vendor: string;
  /** What to check when the key is refused, and when the model or the address is unknown. */
  readonly keyHint: string;
  readonly addressHint: string;
  read(error: unknown): VendorFailure;
}

type Verdict = readonly [FaultKind, string];

/** The vendor's failure in the fleet's words. `signal` is the one that the request was made under. */
export function faultOf(error: unknown, signal: AbortSignal, failures: VendorFailures): Fault {
  if (error instanceof Fault) return error;
  const failure = signal.aborted ? { type: 'aborted' as const } : failures.read(error);
  if (failure.type === 'aborted') return reasonOf(signal, error, failures);
  const [kind, message] = verdictOf(failure, failures);
  const retryAfterMs = failure.type === 'refused' ? retryAfterOf(failure.headers) : undefined;
  return new Fault(kind, message, { cause: error, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function reasonOf(signal: AbortSignal, error: unknown, { vendor }: VendorFailures): Fault {
  if (signal.reason instanceof Fault) return signal.reason;
  return new Fault('canceled', `The call to ${vendor} was canceled.`, { cause: error });
}

type Known = Exclude<VendorFailure, { readonly type: 'aborted' }>;
type Refused = Extract<VendorFailure, { readonly type: 'refused' }>;

function verdictOf(failure: Known, failures: VendorFailures): Verdict {
  if (failure.type === 'refused') return verdictOfRefusal(failure, failures);
  return {
    unreachable: ['unavailable', `${failures.vendor} cannot be reached.`] as const,
    late: ['timeout', `${failures.vendor} did not answer in time.`] as const,
    // A broken stream, a reply that is no JSON, an end before the end.
    broken: ['unavailable', `${failures.vendor} broke off its reply.`] as const,
  }[failure.type];
}

function verdictOfRefusal({ isTooLong, status, reason }: Refused, failures: VendorFailures): Verdict {
  if (isTooLong) return TOO_LONG;
  return status === undefined ? verdictOfReason(reason, failures.vendor) : verdictOfStatus(status, failures);
}

const TOO_LONG: Verdict = ['too-large', 'The text is too long for the model. Send less of it.'];

/** An error event has no status: its headers went out with 200. */
const verdictOfReason = (reason: string | undefined, vendor: string): Verdict =>
  reason?.includes('rate_limit') === true
    ? ['rate-limited', `${vendor} limits the rate. Try again later, or raise its quota.`]
    : ['unavailable', `${vendor} broke off its reply.`];

function verdictOfStatus(status: number, { vendor, keyHint, addressHint }: VendorFailures): Verdict {
  if (status === 429)
    return ['rate-limited', `${vendor} limits the rate. Try again later, or raise its quota.`];
  if (status === 408 || status === 504) return ['timeout', `${vendor} did not answer in time.`];
  if (status === 529) return ['overloaded', `${vendor} has more to do than it can. Try again later.`];
  if (status >= 500 || status === 409)
    return ['unavailable', `${vendor} has a fault of its own. Try again later.`];
  if (status === 401 || status === 403)
    return ['internal', `${vendor} refuses the credential. Check ${keyHint} and what it may use.`];
  if (status === 402) return ['internal', `${vendor} wants to be paid. Check the account of ${keyHint}.`];
  if (status === 404 || (status >= 300 && status < 400))
    return ['internal', `${vendor} does not know the model or the address. Check ${addressHint}.`];
  if (status === 413) return TOO_LONG;
  return ['invalid-input', `${vendor} does not accept the request.`];
}

/** Milliseconds, from `retry-after-ms` or `retry-after` (seconds or a date). */
function retryAfterOf(headers: Headers | undefined): number | undefined {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const text = headers?.get('retry-after') ?? null;
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - Date.now());
}
