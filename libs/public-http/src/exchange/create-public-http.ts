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
      try {
        const path = `${url.pathname}${url.search}`;
        const reply = await client.request({ method, path, headers, body, signal });
        return await read({ status: reply.statusCode, headers: reply.headers, body: reply.body });
      } finally {
        await client.destroy();
      }
    },
  };
}
