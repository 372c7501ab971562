import type { CacheAdministration } from '@ragfleet/answer-cache';
import { cacheEvicted, cacheEviction, cacheStats } from '@ragfleet/contracts';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER, MAY_READ } from './permissions.ts';

export function cacheRoutes({ cache }: { readonly cache: CacheAdministration }): Route[] {
  const stats = tenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/cache/stats',
      operationId: 'getCacheStats',
      summary: 'What the answer cache does for the tenant, over the whole fleet',
      tag: 'Cache',
      replies: { 200: { description: 'Rates from 0 to 1, and counts.', schema: cacheStats } },
    },
    async ({ caller }) => ok(await cache.stats(caller.tenantId)),
  );
  const evict = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'delete',
      path: '/v1/cache',
      operationId: 'evictCache',
      summary: 'Drop cached answers: all, or those that cite a namespace',
      tag: 'Cache',
      query: cacheEviction,
      replies: { 200: { description: 'How many went.', schema: cacheEvicted } },
    },
    async ({ caller, query }) => ok(await cache.evict(caller.tenantId, query.namespace ?? null)),
  );
  return [stats, evict];
}
