import type { VectorIndex } from '@ragfleet/rag-core';

/**
 * An index that knows which passages it has and nothing else of them: what a real one holds lies in another server, and
 * would here be memory that this process has to look through. Of one tenant; nothing is searched in it.
 */
export function createIdIndex(): VectorIndex {
  const ids = new Set<string>();
  const unasked = (): never => {
    throw new Error('A load asks its index for nothing but what is there.');
  };
  return {
    name: 'ids',
    existing: async (_tenantId, passageIds) => new Set(passageIds.filter((id) => ids.has(id))),
    upsert: async (vectors) => {
      for (const { passageId } of vectors) ids.add(passageId);
    },
    removePassages: async (_tenantId, passageIds) => {
      for (const id of passageIds) ids.delete(id);
    },
    searchDense: unasked,
    removeDocument: unasked,
    relabelDocument: unasked,
  };
}
