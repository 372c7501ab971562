import { Client } from 'undici';
import { createAddressRules } from '../addresses/public-address.ts';
import { createGuardedConnector } from '../connector/guarded-connector.ts';
import type { PublicHttp, PublicHttpOptions } from './contract.ts';

/** HTTP to public addresses: no redirect, no proxy, no cookie, one connection for each request. */
export function createPublicHttp(options: PublicHttpOptions): PublicHttp {
  const connect = createGuardedConnector({ ...options, isPublic: createAddressRules(options.denyCidrs) });
  return {
    exchange: async ({ method, url, headers, body = null, headersTimeoutMs }, read, signal) => {
      const client = new Client(url.origin, { connect, pipelining: 0, headersTimeout: headersTimeoutMs });
      // undici looks at the signal only once it is connected: until then nothing but the end of the client ends a request.
      const end = (): void => void client.destroy(reasonOf(signal)).catch(() => undefined);
      signal.addEventListener('abort', end, { once: true });
      try {
        const path = `${url.pathname}${url.search}`;
        const reply = await client.request({ method, path, headers, body, signal });
        return await read({ status: reply.statusCode, headers: reply.headers, body: reply.body });
      } finally {
        signal.removeEventListener('abort', end);
        await client.destroy();
      }
    },
  };
}

const reasonOf = ({ reason }: AbortSignal): Error =>
  reason instanceof Error ? reason : new DOMException('The exchange was ended.', 'AbortError');
