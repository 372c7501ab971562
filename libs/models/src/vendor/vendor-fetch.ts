import { Agent, type RequestInit as UndiciRequest, fetch as undiciFetch } from 'undici';

export interface VendorFetchOptions {
  /** From the request to its headers: short for a stream, long for a reply that is computed before it begins. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly bodyIdleMs: number;
  readonly connectMs?: number;
  /** To one vendor. Calls beyond it wait for a free one, under their own timers. */
  readonly maxConnections?: number;
}

const CONNECT_MS = 3_000;
const MAX_CONNECTIONS = 128;
// A server may promise to keep an idle connection longer; what lies between need not.
const KEEP_ALIVE_MS = 30_000;

/**
 * A fetch with a pool of its own: bounded connections, and timers in place of the client's 300 s defaults. Every client
 * that shares it shares the pool, whatever key it enters with. It sends text alone.
 */
export function createVendorFetch(options: VendorFetchOptions): typeof globalThis.fetch {
  const { headersMs, bodyIdleMs, connectMs = CONNECT_MS, maxConnections = MAX_CONNECTIONS } = options;
  const dispatcher = new Agent({
    connections: maxConnections,
    pipelining: 1,
    connect: { timeout: connectMs },
    headersTimeout: headersMs,
    bodyTimeout: bodyIdleMs,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
  });
  return (input, init) => undiciFetch(addressOf(input), { ...requestOf(init), dispatcher });
}

const addressOf = (input: string | URL | Request): string | URL =>
  input instanceof Request ? input.url : input;

/** What the SDKs ask of a fetch: text with headers, under a signal. */
function requestOf(init: RequestInit = {}): UndiciRequest {
  const { body, headers, method, signal, redirect } = init;
  if (body !== undefined && body !== null && typeof body !== 'string')
    throw new TypeError('This fetch sends text alone. Give the client that uploads files its own.');
  return {
    headers: [...(headers instanceof Headers ? headers : new Headers(headers))],
    ...(typeof body === 'string' && { body }),
    ...(method !== undefined && { method }),
    ...(signal !== undefined && { signal }),
    ...(redirect !== undefined && { redirect }),
  };
}
