import type { CacheEntryName, SemanticIndex } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { drainIndexes } from '../entries/drain-indexes.ts';
import {
  countedParts,
  namespaceParts,
  namespacesWithAnswers,
  pipelineReplies,
  toSeconds,
} from '../entries/entry-index.ts';
import { createTenantIds } from '../entries/tenant-ids.ts';
import { removeEverywhere } from '../eviction/remove-everywhere.ts';
import { type CountedQuery, createCountDay, dayFields, incrementsOf, lastDays } from './cache-day.ts';
import { type CacheStats, statsOf } from './cache-stats.ts';

type Rating = 'up' | 'down';

export interface CacheAdministration {
  /** Counts what the cache did for one query. Best effort: statistics never fail a query. */
  count(tenantId: string, query: CountedQuery): Promise<void>;
  /** Counts what a person thinks of an answer, instead of what they thought before. Best effort. */
  countRating(tenantId: string, rating: Rating, previous: Rating | null): Promise<void>;
  /** Of the last 90 days, or since the cache Redis was last emptied, over the whole fleet. Fault `unavailable`. */
  stats(tenantId: string): Promise<CacheStats>;
  /** Removes one entry, wherever it is. False when it was not there any more. Fault `unavailable`. */
  evictEntry(tenantId: string, entry: CacheEntryName): Promise<boolean>;
  /**
   * Removes the entries of the tenant, or those that cite a namespace: of entries that the change sequence has made
   * unreachable it frees the memory, for some seconds at most; what is left then expires by itself. Returns how many
   * were there. Fault `unavailable`.
   */
  sweep(tenantId: string, namespace: string | null): Promise<{ evicted: number }>;
}

export interface CacheAdministrationOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly semanticIndex: Pick<SemanticIndex, 'remove'> | null;
  readonly nowMs?: () => number;
}

const SWEEP_MS = 10_000;

/** Statistics and evictions of the answer cache on the cache Redis, tenant by tenant. Faults: unavailable. */
export function createCacheAdministration(options: CacheAdministrationOptions): CacheAdministration {
  const { redis, nowMs = Date.now } = options;
  const ids = createTenantIds(options.sealer);
  const countDay = createCountDay(redis, nowMs);
  const namespacesOf = (tenantId: string): Promise<Buffer[]> =>
    redisReply(namespacesWithAnswers(redis, tenantId, nowMs()));
  return {
    count: async (tenantId, query) => {
      await countDay(tenantId, query.model, incrementsOf(query)).catch(() => undefined);
    },
    countRating: async (tenantId, rating, previous) => {
      const withdrawn = previous === null ? {} : { [dayFields.rating(previous)]: -1 };
      await countDay(tenantId, null, { [dayFields.rating(rating)]: 1, ...withdrawn }).catch(() => undefined);
    },
    stats: async (tenantId) => {
      const days = await readDays(redis, lastDays(tenantId, nowMs()));
      return statsOf(days, await countEntries(redis, tenantId, await namespacesOf(tenantId), nowMs()));
    },
    evictEntry: async (tenantId, { entryId }) => (await removeEverywhere(options, tenantId, [entryId])) > 0,
    sweep: async (tenantId, namespace) => {
      const namespaces =
        namespace === null ? await namespacesOf(tenantId) : [ids.ofNamespace(tenantId, namespace)];
      const endsAtMs = performance.now() + SWEEP_MS;
      let evicted = 0;
      await drainIndexes(
        redis,
        namespaces.flatMap((one) => namespaceParts(tenantId, one)),
        {
          isOver: () => performance.now() > endsAtMs,
          take: async (entryIds) => {
            evicted += await removeEverywhere(options, tenantId, entryIds);
          },
        },
      );
      return { evicted };
    },
  };
}

async function readDays(redis: Redis, keys: readonly string[]): Promise<Record<string, string>[]> {
  const days = await Promise.all(keys.map((key) => redisReply(redis.hgetall(key))));
  return days.filter((day) => Object.keys(day).length > 0);
}

/** Living entries by their indexes: those that a full Redis dropped count until they would have expired. */
async function countEntries(
  redis: Redis,
  tenantId: string,
  namespaces: readonly Buffer[],
  nowMs: number,
): Promise<number> {
  let entries = 0;
  for (const namespace of namespaces) {
    const counting = redis.pipeline();
    for (const part of countedParts(tenantId, namespace)) counting.zcount(part, toSeconds(nowMs), '+inf');
    entries += (await pipelineReplies(counting)).reduce<number>((sum, count) => sum + Number(count), 0);
  }
  return entries;
}
