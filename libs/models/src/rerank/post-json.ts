import { Fault, type FaultKind, isFault, textWithin } from '@ragfleet/kernel';

export interface JsonRequest {
  readonly url: string;
  readonly apiKey?: string;
  readonly body: unknown;
}

// A hundred indexes and scores are a few kilobytes, also when a service sends the documents back.
const MAX_REPLY_BYTES = 4 * 1_024 * 1_024;
// A last net under the caller's own deadline, in case one is missing.
const REQUEST_TIMEOUT_MS = 30_000;

/** Sends JSON to a reranking service and reads JSON, once. Rejects with a Fault in the fleet's words. */
export async function postJson(request: JsonRequest, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const within = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: headersFor(request),
      body: JSON.stringify(request.body),
      signal: within,
      // The passages go to the address that was configured and to no other.
      redirect: 'error',
    });
    if (!response.ok) throw await faultOf(response);
    return await jsonOf(response);
  } catch (error) {
    throw translated(error, signal);
  }
}

const headersFor = ({ apiKey }: JsonRequest): Record<string, string> => ({
  'content-type': 'application/json',
  accept: 'application/json',
  ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
});

async function jsonOf(response: Response): Promise<unknown> {
  const text = await textWithin(response.body, MAX_REPLY_BYTES);
  if (text === null) throw new Fault('corrupt', 'The reranker sent far more than its results.');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Fault('corrupt', 'The reranker did not send JSON. Check RERANK_URL.', { cause: error });
  }
}

function translated(error: unknown, signal: AbortSignal): Fault {
  if (signal.aborted)
    return isFault(signal.reason)
      ? signal.reason
      : new Fault('canceled', 'The call to the reranker was canceled.', { cause: error });
  if (isFault(error)) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return new Fault('timeout', 'The reranker did not answer in time.', { cause: error });
  return new Fault('unavailable', 'The reranker cannot be reached, or broke off its reply.', {
    cause: error,
  });
}

async function faultOf(response: Response): Promise<Fault> {
  const [kind, message] = verdictOf(response.status);
  const retryAfterMs = retryAfterOf(response.headers.get('retry-after'));
  // What it says may quote the passages: it is not read, and the connection is freed.
  await response.body?.cancel();
  return new Fault(kind, message, retryAfterMs === undefined ? {} : { retryAfterMs });
}

function verdictOf(status: number): [FaultKind, string] {
  if (status === 429)
    return ['rate-limited', 'The reranker limits the rate. Try again later, or raise its quota.'];
  if (status === 408 || status === 504) return ['timeout', 'The reranker did not answer in time.'];
  if (status >= 500 || status === 409)
    return ['unavailable', 'The reranker has a fault of its own. Try again later.'];
  if (status === 401 || status === 403)
    return ['internal', 'The reranker refuses the credential. Check RERANK_API_KEY and what it may use.'];
  if (status === 404)
    return [
      'internal',
      'The reranker does not know the model or the address. Check RERANK_MODEL and RERANK_URL.',
    ];
  if (status === 413) return ['too-large', 'The passages are too long for the reranker. Show it fewer.'];
  return ['invalid-input', 'The reranker does not accept the request. Check RERANK_MODEL and RERANK_URL.'];
}

/** Milliseconds, from seconds or a date. */
function retryAfterOf(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - Date.now());
}
