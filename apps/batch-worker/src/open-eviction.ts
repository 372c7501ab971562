import { openCacheEviction } from '@ragfleet/answer-cache';
import type { METRICS } from '@ragfleet/contracts';
import type { Database } from '@ragfleet/postgres-connection';
import type { CacheEviction, SemanticIndex } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Metrics } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

interface CacheStores {
  readonly cacheRedis: Redis;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly metrics: Pick<Metrics<keyof typeof METRICS>, 'count'>;
  readonly logger: Logger;
}

/** What takes cached answers out when documents change, over the same index of questions as the query workers'. */
export async function openEviction(
  config: Config,
  stores: CacheStores,
): Promise<{ readonly eviction: CacheEviction; readonly semanticIndex: SemanticIndex | null }> {
  const { cacheRedis: redis, database, sealer, metrics, logger } = stores;
  return openCacheEviction(config, {
    redis,
    database,
    sealer,
    logger,
    onEvicted: (tenant, reason, entries) => metrics.count('cacheEvictions', { tenant, reason }, entries),
  });
}
