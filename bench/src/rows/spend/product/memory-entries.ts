import type { AnswerEntries, CacheEntry, RetrievalEntry } from '@ragfleet/rag-core';
import { createHash } from 'node:crypto';

/** Entries in a map for one run of a workload: nothing expires before the day is over. */
export function createMemoryEntries(): AnswerEntries {
  const entries = new Map<string, CacheEntry>();
  const retrievals = new Map<string, RetrievalEntry>();
  const keyOf = (tenantId: string, id: string): string => `${tenantId} ${id}`;
  return {
    idOf: (tenantId, text) =>
      createHash('sha256').update(keyOf(tenantId, text)).digest('base64url').slice(0, 22),
    read: async (tenantId, ids) => ids.map((id) => entries.get(keyOf(tenantId, id)) ?? null),
    write: async (tenantId, id, entry) => void entries.set(keyOf(tenantId, id), entry),
    replace: async (tenantId, id, entry) => {
      const isThere = entries.has(keyOf(tenantId, id));
      if (isThere) entries.set(keyOf(tenantId, id), entry);
      return isThere;
    },
    remove: async (tenantId, ids) => ids.filter((id) => entries.delete(keyOf(tenantId, id))).length,
    readRetrieval: async (tenantId, id) => retrievals.get(keyOf(tenantId, id)) ?? null,
    writeRetrieval: async (tenantId, id, entry) => void retrievals.set(keyOf(tenantId, id), entry),
  };
}
