import { cacheKeys } from '@ragfleet/contracts';
import type { ChainableCommander } from '@ragfleet/redis-connection';

export interface IndexedEntry {
  readonly tenantId: string;
  readonly namespaces: readonly string[];
  readonly digest: string;
  readonly nowMs: number;
  readonly ttlMs: number;
}

/** ZSET of entry digests by expiry: of the tenant, or of those that cite one namespace. For counts alone. */
export function entryIndexKey(tenantId: string, namespace: string | null): string {
  const base = cacheKeys.exact(tenantId, 'index');
  return namespace === null ? base : `${base}:${namespace}`;
}

/** Adds an entry to its indexes and takes out what has expired, so that an index never outgrows its entries. */
export function indexEntry(pipeline: ChainableCommander, entry: IndexedEntry): void {
  const { tenantId, namespaces, digest, nowMs, ttlMs } = entry;
  for (const namespace of [null, ...new Set(namespaces)]) {
    const key = entryIndexKey(tenantId, namespace);
    pipeline
      .zremrangebyscore(key, '-inf', nowMs)
      .zadd(key, nowMs + ttlMs, digest)
      .pexpire(key, ttlMs, 'GT');
    // A key without expiry counts as infinite for GT.
    pipeline.pexpire(key, ttlMs, 'NX');
  }
}
