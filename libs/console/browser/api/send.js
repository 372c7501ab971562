import { Problem, problemOf, toProblem } from './problem.js';

/** For the whole reply; of a stream until it begins. */
const REPLY_MS = 30_000;
/** A key is ASCII; anything else cannot even be sent as a header. */
const SENDABLE = /^[\x21-\x7e]+$/;

/**
 * @typedef {{ method?: string, path: string, query?: Record<string, string | number | null | undefined>,
 *   body?: unknown, headers?: Record<string, string>, signal?: AbortSignal | null, isStream?: boolean }} Call
 */

/**
 * @param {string} key
 * @param {Call} call
 * @returns {Promise<Response>} of a success; a refusal is thrown as a Problem, the caller's own abort as it is.
 */
export async function send(key, { method = 'GET', path, query = {}, body, headers = {}, signal, isStream }) {
  requireSendable(key);
  const deadline = startDeadline(REPLY_MS);
  const request = {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    cache: /** @type {const} */ ('no-store'),
    signal: AbortSignal.any([deadline.signal, ...(signal ? [signal] : [])]),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const response = await fetch(path + queryString(query), request).catch((/** @type {unknown} */ error) => {
    throw signal?.aborted ? error : toProblem(error);
  });
  if (response.ok && isStream) deadline.lift();
  if (response.ok) return response;
  const { status } = response;
  const [requestId, retryAfter] = [response.headers.get('x-request-id'), response.headers.get('retry-after')];
  throw problemOf({ status, text: await response.text(), requestId, retryAfter });
}

/** As AbortSignal.timeout, which nothing can lift. @param {number} ms */
function startDeadline(ms) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('No reply in time.', 'TimeoutError')), ms);
  return { signal: late.signal, lift: () => clearTimeout(timer) };
}

/** @param {string} key */
export function requireSendable(key) {
  if (SENDABLE.test(key)) return;
  const detail = 'Paste the whole key, without spaces, as it was shown when it was made.';
  throw new Problem({ status: 401, title: 'This is not an API key', detail });
}

/** @param {NonNullable<Call['query']>} query */
function queryString(query) {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === null || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
