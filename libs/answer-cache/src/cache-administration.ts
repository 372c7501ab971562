import { cacheKeys } from '@ragfleet/contracts';
import { redisReply, type Redis } from '@ragfleet/redis-connection';
import { entryIndexKey } from './entry-index.ts';
import { EVERY_NAMESPACE } from './generations.ts';

const OUTCOMES = ['exact', 'semantic', 'retrieval', 'miss', 'bypass', 'coalesced'] as const;
export type CacheOutcome = (typeof OUTCOMES)[number];

/** `GET /v1/cache/stats`. Rates are shares of the lookups, so a bypass counts in none; 0 when there were none. */
export interface CacheStats {
  readonly hit_rate: number;
  readonly exact_rate: number;
  readonly semantic_rate: number;
  readonly breakdown: Readonly<Record<CacheOutcome, number>>;
  readonly entries: number;
}

export interface CacheAdministration {
  /** Counts what the cache did for one query. Best effort: statistics never fail a query. */
  count(tenantId: string, outcome: CacheOutcome): Promise<void>;
  /** Since the cache Redis was last emptied, over the whole fleet. Fault `unavailable`. */
  stats(tenantId: string): Promise<CacheStats>;
  /** Makes every entry of the tenant, or those that cite a namespace, unreachable at once. Fault `unavailable`. */
  evict(tenantId: string, namespace: string | null): Promise<{ evicted: number }>;
}

export function createCacheAdministration(options: {
  readonly redis: Redis;
  readonly nowMs?: () => number;
}): CacheAdministration {
  const { redis, nowMs = Date.now } = options;
  return {
    count: async (tenantId, outcome) => {
      await redis.hincrby(statsKey(tenantId), outcome, 1).catch(() => 0);
    },
    stats: async (tenantId) => {
      const [counts, entries] = await redisReply(
        Promise.all([
          redis.hgetall(statsKey(tenantId)),
          redis.zcount(entryIndexKey(tenantId, null), nowMs(), '+inf'),
        ]),
      );
      return statsOf(counts, entries);
    },
    evict: async (tenantId, namespace) => {
      // From here on no older entry is served; the sweep frees memory and counts.
      await redisReply(redis.hincrby(cacheKeys.generation(tenantId), namespace ?? EVERY_NAMESPACE, 1));
      return { evicted: await sweep(redis, tenantId, namespace) };
    },
  };
}

const SWEEP_BATCH = 500;

/** Removes the entries of an index in batches. Returns how many were still there. */
async function sweep(redis: Redis, tenantId: string, namespace: string | null): Promise<number> {
  const index = entryIndexKey(tenantId, namespace);
  let evicted = 0;
  for (;;) {
    const popped = await redisReply(redis.zpopmin(index, SWEEP_BATCH));
    const digests = popped.filter((_, place) => place % 2 === 0);
    if (digests.length === 0) return evicted;
    const keys = digests.map((digest) => cacheKeys.exact(tenantId, digest));
    evicted += await redisReply(redis.unlink(...keys));
    await redisReply(redis.zrem(entryIndexKey(tenantId, null), ...digests));
  }
}

const statsKey = (tenantId: string): string => cacheKeys.exact(tenantId, 'stats');

function statsOf(counts: Readonly<Record<string, string>>, entries: number): CacheStats {
  const of = (outcome: CacheOutcome): number => Number(counts[outcome] ?? 0);
  const lookups = of('exact') + of('semantic') + of('coalesced') + of('miss');
  const rate = (hits: number): number => (lookups === 0 ? 0 : hits / lookups);
  return {
    hit_rate: rate(of('exact') + of('semantic') + of('coalesced')),
    exact_rate: rate(of('exact')),
    semantic_rate: rate(of('semantic')),
    breakdown: {
      exact: of('exact'),
      semantic: of('semantic'),
      retrieval: of('retrieval'),
      miss: of('miss'),
      bypass: of('bypass'),
      coalesced: of('coalesced'),
    },
    entries,
  };
}
