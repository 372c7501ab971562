import type { Database } from '@ragfleet/postgres-connection';
import type { CacheEviction, Logger, SemanticIndex } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { chooseSemanticIndex } from '../semantic/choose-semantic-index.ts';
import type { SemanticSettings } from '../semantic/semantic-variables.ts';
import { createCacheEviction, type EvictionReason } from './cache-eviction.ts';

export interface CacheEvictionStores {
  readonly redis: Redis;
  readonly database: Database;
  readonly sealer: Sealer;
  readonly logger: Logger;
  readonly onEvicted: (tenantId: string, reason: EvictionReason, entries: number) => void;
}

/**
 * What takes cached answers out when documents change, over the same index of questions as the query workers'; for every
 * process that changes documents. Fault `invalid-input` when the settings name an index that cannot be had.
 */
export async function openCacheEviction(
  settings: SemanticSettings,
  { redis, database, sealer, logger, onEvicted }: CacheEvictionStores,
): Promise<{ readonly eviction: CacheEviction; readonly semanticIndex: SemanticIndex | null }> {
  const semanticIndex = await chooseSemanticIndex(settings, {
    redis,
    database,
    onChosen: ({ index, reason }) => logger.info({ index: index?.name ?? 'off', reason }, 'semantic index'),
  });
  return {
    semanticIndex,
    eviction: createCacheEviction({ redis, sealer, semanticIndex, logger, onEvicted }),
  };
}
