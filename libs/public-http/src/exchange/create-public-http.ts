import { Client, type Dispatcher } from 'undici';
import { createAddressRules } from '../addresses/public-address.ts';
import { createGuardedConnector } from '../connector/guarded-connector.ts';
import type { PublicHttp, PublicHttpOptions, PublicRequest } from './contract.ts';
import { createKeptConnections } from './kept-connections.ts';

/** Less than servers wait for a next request, so that few close a connection while one is on its way. */
const IDLE_MS = 1_000;
const MAX_KEPT = 256;
/** A busy one goes on to where its name led once; names move. */
const MAX_AGE_MS = 60_000;
/** How undici says that the other side was gone. */
const CUT: ReadonlySet<unknown> = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** HTTP to public addresses: no redirect, no proxy, no cookie; a connection serves one request, or those of one scope. */
export function createPublicHttp(options: PublicHttpOptions): PublicHttp {
  const { idleMs = IDLE_MS, maxKept = MAX_KEPT, maxAgeMs = MAX_AGE_MS, denyCidrs } = options;
  const { nowMs = () => performance.now() } = options;
  const connect = createGuardedConnector({ ...options, isPublic: createAddressRules(denyCidrs) });
  const kept = createKeptConnections(maxKept);
  const openedAtMs = new WeakMap<Client, number>();
  const idle = { keepAliveTimeout: idleMs, keepAliveMaxTimeout: idleMs };
  const open = (origin: string, place: string | null): Client => {
    const client = new Client(origin, { connect, pipelining: place === null ? 0 : 1, ...idle });
    openedAtMs.set(client, nowMs());
    return place === null ? client : client.once('disconnect', () => kept.forget(place, client));
  };
  const isYoung = (client: Client): boolean => nowMs() - (openedAtMs.get(client) ?? 0) < maxAgeMs;

  return {
    exchange: async (request, read, signal) => {
      const place = request.scope === undefined ? null : `${request.scope} ${request.url.origin}`;
      const waiting = place === null ? null : kept.take(place);
      let client = waiting ?? open(request.url.origin, place);
      // undici looks at the signal only once it is connected: until then nothing but the end of the client ends a request.
      const end = (): void => void client.destroy(reasonOf(signal)).catch(() => undefined);
      const askAnew = (error: unknown): Promise<Dispatcher.ResponseData> => {
        if (waiting === null || signal.aborted || !isCut(error)) throw error;
        client = open(request.url.origin, place);
        return ask(client, request, signal);
      };
      signal.addEventListener('abort', end, { once: true });
      try {
        const reply = await ask(client, request, signal).catch(askAnew);
        return await read({ status: reply.statusCode, headers: reply.headers, body: reply.body });
      } finally {
        signal.removeEventListener('abort', end);
        await (place !== null && isYoung(client) ? kept.give(place, client) : client.destroy());
      }
    },
  };
}

const ask = (
  client: Client,
  { method, url, headers, body, headersTimeoutMs: headersTimeout }: PublicRequest,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> =>
  client.request({
    method,
    path: `${url.pathname}${url.search}`,
    headers,
    body: body ?? null,
    headersTimeout,
    signal,
  });

const isCut = (error: unknown): boolean => error instanceof Error && 'code' in error && CUT.has(error.code);

const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new DOMException('The exchange was ended.', 'AbortError');
