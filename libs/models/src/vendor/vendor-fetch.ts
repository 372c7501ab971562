import { Agent, type RequestInit as UndiciRequest, fetch as undiciFetch } from 'undici';
import { limitLines } from './limit-lines.ts';
import { limitUnpacked } from './limit-unpacked.ts';
import { createReusedConnections } from './reused-connections.ts';

export interface VendorFetchOptions {
  /** From the request to its headers: short for a stream, long for a reply that is computed before it begins. */
  readonly headersMs: number;
  /** Between two pieces of a body. */
  readonly bodyIdleMs: number;
  /** Of one reply, as it is sent and as it is unpacked. */
  readonly maxBodyBytes: number;
  readonly connectMs?: number;
  /** To one vendor. Calls beyond it wait for a free one, under their own timers. */
  readonly maxConnections?: number;
}

const CONNECT_MS = 3_000;
const MAX_CONNECTIONS = 128;
// A server may promise to keep an idle connection longer; what lies between need not.
const KEEP_ALIVE_MS = 30_000;

/**
 * A fetch with a pool of its own: bounded connections and replies, and timers in place of the client's 300 s defaults.
 * Every client that shares it shares the pool, whatever key it enters with. It sends text alone. A call that meets an
 * idle connection which the server has just closed is sent once more, on a connection of its own: that is no failure of
 * the vendor, and no retry of anybody's.
 */
export function createVendorFetch(options: VendorFetchOptions): typeof globalThis.fetch {
  const { headersMs, bodyIdleMs, maxBodyBytes } = options;
  const { connectMs = CONNECT_MS, maxConnections = MAX_CONNECTIONS } = options;
  const reused = createReusedConnections(connectMs);
  const settings = {
    connections: maxConnections,
    connect: reused.connect,
    headersTimeout: headersMs,
    bodyTimeout: bodyIdleMs,
    maxResponseSize: maxBodyBytes,
  };
  const pool = new Agent({ ...settings, pipelining: 1, keepAliveMaxTimeout: KEEP_ALIVE_MS }).compose(
    limitLines,
  );
  const unshared = new Agent({ ...settings, pipelining: 0 }).compose(limitLines);
  const send = async (address: string | URL, request: UndiciRequest) => {
    try {
      return await undiciFetch(address, { ...request, dispatcher: pool });
    } catch (error) {
      if (!reused.brokeOff(error)) throw error;
      return undiciFetch(address, { ...request, dispatcher: unshared });
    }
  };
  return (input, init) =>
    send(addressOf(input), requestOf(init)).then((reply) => limitUnpacked(reply, maxBodyBytes));
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
