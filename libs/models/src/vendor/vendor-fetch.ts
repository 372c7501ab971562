import { Agent, type Dispatcher, interceptors, request as undiciRequest } from 'undici';
import { limitLines } from './limit-lines.ts';
import { replyOf } from './reply-of.ts';
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
const MAX_REDIRECTIONS = 5;
// A server may promise to keep an idle connection longer; what lies between need not.
const KEEP_ALIVE_MS = 30_000;

/**
 * A fetch with a pool of its own: bounded connections and replies, and timers in place of the client's 300 s defaults.
 * Every client that shares it shares the pool, whatever key it enters with. It sends text alone, and asks for nothing
 * packed. Over undici's plain requests: its fetch takes twice as long for what a browser needs. A call that meets an
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
  const pool = openWays(new Agent({ ...settings, pipelining: 1, keepAliveMaxTimeout: KEEP_ALIVE_MS }));
  const unshared = openWays(new Agent({ ...settings, pipelining: 0 }));
  const send = async (
    address: string | URL,
    { redirect, ...request }: VendorRequest,
  ): Promise<Dispatcher.ResponseData> => {
    try {
      return await undiciRequest(address, { ...request, dispatcher: pool[redirect] });
    } catch (error) {
      if (!reused.brokeOff(error)) throw error;
      return undiciRequest(address, { ...request, dispatcher: unshared[redirect] });
    }
  };
  return (input, init) => {
    const request = requestOf(init);
    return send(addressOf(input), request).then(
      (reply) => replyOf(reply, maxBodyBytes),
      (error: unknown) => {
        // As every fetch says it; an aborted one says its signal's reason.
        throw request.signal?.aborted === true ? error : new TypeError('fetch failed', { cause: error });
      },
    );
  };
}

const addressOf = (input: string | URL | Request): string | URL =>
  input instanceof Request ? input.url : input;

/** One agent's connections by what is made of a redirection: followed without any key to another origin, or returned. */
type Ways = Readonly<Record<'follow' | 'manual', Dispatcher>>;

function openWays(agent: Agent): Ways {
  const manual = agent.compose(limitLines);
  const following = interceptors.redirect({
    maxRedirections: MAX_REDIRECTIONS,
    stripHeadersOnCrossOriginRedirect: ['api-key', 'x-api-key'],
  });
  return { manual, follow: manual.compose(following) };
}

type VendorRequest = Pick<Dispatcher.RequestOptions, 'method' | 'headers' | 'body'> & {
  readonly signal: AbortSignal | null;
  readonly redirect: keyof Ways;
};

/** What the SDKs ask of a fetch: text with headers, under a signal. */
function requestOf(init: RequestInit = {}): VendorRequest {
  const { body = null, headers, method = 'GET', signal = null, redirect = 'follow' } = init;
  if (body !== null && typeof body !== 'string')
    throw new TypeError('This fetch sends text alone. Give the client that uploads files its own.');
  if (redirect === 'error')
    throw new TypeError('This fetch follows redirections, or returns them with redirect: manual.');
  return {
    method,
    headers: headers instanceof Headers ? headers : new Headers(headers),
    body,
    signal,
    redirect,
  };
}
