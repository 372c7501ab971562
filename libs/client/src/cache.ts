import type { CallOptions } from './queries.ts';
import type { CacheWarming, NewCacheWarming } from './resources/cache-warming.ts';
import type { CacheStats } from './resources/document.ts';
import type { Page } from './resources/query.ts';
import type { Transport } from './transport/transport.ts';

export interface Cache {
  /** Of the tenant, the last 90 days. */
  stats(options?: CallOptions): Promise<CacheStats>;
  /** Drops cached answers: all, or those that cite a namespace. When it resolves, none of them is served. For admins. */
  evict(
    filter?: { readonly namespace?: string },
    options?: CallOptions,
  ): Promise<{ readonly evicted: number }>;
  /** Asks questions ahead of people. A lost reply is not repeated: it might warm twice. For keys that may write. */
  warm(warming?: NewCacheWarming, options?: CallOptions): Promise<CacheWarming>;
  warming(id: string, options?: CallOptions): Promise<CacheWarming>;
  /** Newest first, nightly ones too. */
  warmings(filter?: { readonly limit?: number }, options?: CallOptions): Promise<Page<CacheWarming>>;
}

export function createCache(transport: Transport): Cache {
  const read = <Resource>(path: string, signal: AbortSignal | undefined, query = {}): Promise<Resource> =>
    transport.read({ method: 'GET', path, query, signal, isRepeatable: true });
  return {
    stats: ({ signal } = {}) => read('/v1/cache/stats', signal),
    evict: (filter = {}, { signal } = {}) =>
      transport.read({
        method: 'DELETE',
        path: '/v1/cache',
        query: { ...filter },
        signal,
        isRepeatable: true,
      }),
    warm: (body = {}, { signal } = {}) =>
      transport.read({ method: 'POST', path: '/v1/cache/warm', body, signal, isRepeatable: false }),
    warming: (id, { signal } = {}) => read(`/v1/cache/warm/${encodeURIComponent(id)}`, signal),
    warmings: (filter = {}, { signal } = {}) => read('/v1/cache/warmings', signal, filter),
  };
}
