import { Fault, type FaultKind } from '@ragfleet/kernel';
import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';

/** The provider's failure in the fleet's words. `signal` is the one that the request was made under. */
export function translateError(error: unknown, signal: AbortSignal): Fault {
  if (error instanceof Fault) return error;
  if (signal.aborted || error instanceof APIUserAbortError) return reasonOf(signal, error);
  if (error instanceof APIConnectionTimeoutError)
    return new Fault('timeout', 'The model provider did not answer in time.', { cause: error });
  if (error instanceof APIConnectionError)
    return new Fault('unavailable', 'The model provider cannot be reached.', { cause: error });
  if (isRefusal(error)) return faultOfStatus(error, error.status);
  // A broken stream, a reply that is no JSON, an error event inside a stream.
  return new Fault('unavailable', 'The model provider broke off its reply.', { cause: error });
}

type Refusal = APIError<number, Headers>;

const isRefusal = (error: unknown): error is Refusal =>
  error instanceof APIError && typeof error.status === 'number';

function reasonOf(signal: AbortSignal, error: unknown): Fault {
  if (signal.reason instanceof Fault) return signal.reason;
  return new Fault('canceled', 'The call to the model provider was canceled.', { cause: error });
}

function faultOfStatus(error: Refusal, status: number): Fault {
  const [kind, message] = verdictOf(error, status);
  const retryAfterMs = retryAfterOf(error.headers);
  return new Fault(kind, message, { cause: error, ...(retryAfterMs !== undefined && { retryAfterMs }) });
}

function verdictOf(error: Refusal, status: number): [FaultKind, string] {
  if (status === 429)
    return ['rate-limited', 'The model provider limits the rate. Try again later, or raise its quota.'];
  if (status === 408 || status === 504) return ['timeout', 'The model provider did not answer in time.'];
  if (status >= 500 || status === 409)
    return ['unavailable', 'The model provider has a fault of its own. Try again later.'];
  if (status === 401 || status === 403)
    return [
      'internal',
      'The model provider refuses the credential. Check OPENAI_API_KEY and what it may use.',
    ];
  if (status === 404)
    return [
      'internal',
      'The model provider does not know the model or the address. Check the model names and OPENAI_BASE_URL.',
    ];
  if (status === 413 || error.code === 'context_length_exceeded')
    return ['too-large', 'The text is too long for the model. Send less of it.'];
  return ['invalid-input', 'The model provider does not accept the request.'];
}

/** Milliseconds, from `retry-after-ms` or `retry-after` (seconds or a date). */
function retryAfterOf(headers: Headers): number | undefined {
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(milliseconds)) return Math.max(0, milliseconds);
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - Date.now());
}
