import { Fault, isFault, textWithin } from '@ragfleet/kernel';

export interface ElasticsearchClient {
  /** The reply's JSON. Faults: unavailable, timeout, forbidden, invalid-input. */
  call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: object | null,
    signal: AbortSignal,
  ): Promise<unknown>;
  bulk(lines: string, signal: AbortSignal): Promise<unknown>;
}

const REQUEST_MS = 10_000;
/** A page of a thousand lines, several times over. */
const MAX_REPLY_BYTES = 32 * 1_024 * 1_024;

/** One request at a time, with a deadline and no retry: whoever writes the lines tries again. */
export function createElasticsearchClient(options: {
  readonly url: string;
  readonly apiKey: string | null;
}): ElasticsearchClient {
  const base = options.url.replace(/\/+$/, '');
  const authorization = options.apiKey === null ? {} : { authorization: `ApiKey ${options.apiKey}` };
  const send = async (
    method: string,
    path: string,
    body: { readonly type: string; readonly text: string } | null,
    signal: AbortSignal,
  ): Promise<unknown> => {
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        redirect: 'error',
        headers: { ...authorization, ...(body !== null && { 'content-type': body.type }) },
        ...(body !== null && { body: body.text }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]),
      });
      const text = await textWithin(response.body, MAX_REPLY_BYTES);
      if (!response.ok) throw statusFault(response.status);
      if (text === null) throw new Fault('unavailable', 'Elasticsearch sent far more than was asked for.');
      return text === '' ? {} : (JSON.parse(text) as unknown);
    } catch (cause) {
      signal.throwIfAborted();
      if (isFault(cause)) throw cause;
      const isLate = cause instanceof Error && cause.name === 'TimeoutError';
      throw new Fault(isLate ? 'timeout' : 'unavailable', 'Elasticsearch cannot be reached.', { cause });
    }
  };
  return {
    call: (method, path, body, signal) =>
      send(method, path, body && { type: 'application/json', text: JSON.stringify(body) }, signal),
    bulk: (text, signal) => send('POST', '/_bulk', { type: 'application/x-ndjson', text }, signal),
  };
}

function statusFault(status: number): Fault {
  if (status === 401 || status === 403)
    return new Fault(
      'forbidden',
      `Elasticsearch answers ${status}: check the API key and its privileges on the index.`,
    );
  const isOurs = status >= 400 && status < 500 && status !== 429 && status !== 408;
  return new Fault(isOurs ? 'invalid-input' : 'unavailable', `Elasticsearch answers ${status}.`);
}
