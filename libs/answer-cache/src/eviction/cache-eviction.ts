import { cacheKeys } from '@ragfleet/contracts';
import { toFault, withinBudget } from '@ragfleet/kernel';
import type { CacheEviction, Logger, SemanticIndex, TenantProbe } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { drainIndexes } from '../entries/drain-indexes.ts';
import { createTenantIds } from '../entries/tenant-ids.ts';
import { removeEverywhere } from './remove-everywhere.ts';
import { sampleEvenly } from './sample-evenly.ts';

export type EvictionReason = 'document-changed' | 'passage-added';

export interface CacheEvictionOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** null where questions have no neighbors: then new passages evict nothing. */
  readonly semanticIndex: Pick<SemanticIndex, 'remove' | 'nearestOfTenant'> | null;
  readonly logger: Logger;
  readonly onEvicted?: (tenantId: string, reason: EvictionReason, entries: number) => void;
  /** For one call; what is left then is kept from being served unchecked by the change sequence. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 500;
/** Each is one search over the tenant's questions. */
const MAX_VECTORS = 200;
const NEAREST = 10;
/** A passage rarely comes as near to a question as its paraphrase does: this is about where it could answer it. */
const MIN_SIMILARITY = 0.6;

/** Drops entries by what they rest on, in batches, as far as its time goes. Costs what it affects. */
export function createCacheEviction(options: CacheEvictionOptions): CacheEviction {
  const { redis, semanticIndex, logger, onEvicted, timeoutMs = TIMEOUT_MS } = options;
  const ids = createTenantIds(options.sealer);
  let isLookingAround = false;
  /** A look may outlast its time by one search of the store. Until then a large ingestion must not keep the cache from its queries. */
  const lookAround = async (probe: TenantProbe, signal: AbortSignal): Promise<readonly string[]> => {
    if (semanticIndex === null || isLookingAround) return [];
    isLookingAround = true;
    try {
      const near = await semanticIndex.nearestOfTenant(probe, signal);
      return near.filter(({ similarity }) => similarity >= MIN_SIMILARITY).map(({ entryId }) => entryId);
    } finally {
      isLookingAround = false;
    }
  };

  const evict = async (tenantId: string, reason: EvictionReason, work: EvictionWork): Promise<void> => {
    try {
      await withinBudget(timeoutMs, NEVER, (signal) =>
        work(signal, async (entryIds) => {
          const entries = await removeEverywhere(options, tenantId, entryIds);
          if (entries > 0) onEvicted?.(tenantId, reason, entries);
        }),
      );
    } catch (error) {
      logger.warn({ tenant: tenantId, reason, kind: toFault(error).kind }, 'cached answers not evicted');
    }
  };

  return {
    documentsChanged: (tenantId, documentIds) =>
      evict(tenantId, 'document-changed', (signal, take) => {
        const documents = [...new Set(documentIds)];
        const keys = documents.map((id) => cacheKeys.cites(tenantId, ids.ofDocument(tenantId, id)));
        return drainIndexes(redis, keys, { isOver: () => signal.aborted, take });
      }),
    passagesAdded: (tenantId, model, vectors) =>
      evict(tenantId, 'passage-added', async (signal, take) => {
        if (vectors.length === 0) return;
        const sample = sampleEvenly(vectors, MAX_VECTORS);
        const probe = { tenantId, model, vectors: sample, limit: NEAREST };
        const entryIds = await lookAround(probe, signal);
        if (entryIds.length > 0) await take([...new Set(entryIds)]);
      }),
  };
}

type EvictionWork = (
  signal: AbortSignal,
  take: (entryIds: readonly string[]) => Promise<void>,
) => Promise<void>;

const NEVER = new AbortController().signal;
