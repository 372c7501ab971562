import type { CacheAdministration } from '@ragfleet/answer-cache';
import type { ChangeSequence } from '@ragfleet/rag-core';
import { cacheEvicted, cacheEviction, cacheStats, type METRICS } from '@ragfleet/contracts';
import type { Metrics } from '@ragfleet/service-runtime';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER, MAY_READ } from './permissions.ts';

export interface CachePorts {
  readonly cache: CacheAdministration;
  readonly changes: Pick<ChangeSequence, 'evict'>;
  readonly metrics: Pick<Metrics<keyof typeof METRICS>, 'count'>;
}

export function cacheRoutes({ cache, changes, metrics }: CachePorts): Route[] {
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
      audits: 'cache.evict',
      auditTarget: ({ query }) => query.namespace ?? 'every namespace',
    },
    async ({ caller: { tenantId }, query: { namespace = null } }) => {
      // From here on no older entry is served; the sweep frees memory and counts.
      await changes.evict(tenantId, namespace);
      const swept = await cache.sweep(tenantId, namespace);
      metrics.count('cacheEvictions', { tenant: tenantId, reason: 'swept' }, swept.evicted);
      return ok(swept);
    },
  );
  return [stats, evict];
}
