import { canRead } from '@ragfleet/kernel';
import type { PassageVector, SearchScope, VectorIndex } from '@ragfleet/rag-core';

const keyOf = (tenantId: string, passageId: string): string => JSON.stringify([tenantId, passageId]);

const dot = (left: Float32Array, right: Float32Array): number =>
  left.reduce((sum, value, position) => sum + value * (right[position] ?? 0), 0);

/** True when the caller's access and the question's own narrowing both let this label through. */
export function isInScope(
  scope: SearchScope,
  labels: { tenantId: string; namespace: string; department: string | null },
): boolean {
  return (
    canRead(scope.access, labels) &&
    (scope.namespaces === null || scope.namespaces.includes(labels.namespace))
  );
}

/** An exact index over unit vectors. It keeps its own labels, so that a test can let it lag behind the document store. */
export function createInMemoryVectorIndex(): VectorIndex {
  const entries = new Map<string, PassageVector>();
  const entriesOf = (tenantId: string, documentId: string): PassageVector[] =>
    [...entries.values()].filter((entry) => entry.tenantId === tenantId && entry.documentId === documentId);
  return {
    name: 'in-memory',
    async searchDense(scope, vector, limit, signal) {
      signal.throwIfAborted();
      return [...entries.values()]
        .filter((entry) => isInScope(scope, entry))
        .map(({ tenantId, passageId, vector: stored }) => ({
          tenantId,
          passageId,
          score: dot(stored, vector),
        }))
        .toSorted((left, right) => right.score - left.score)
        .slice(0, limit);
    },
    async upsert(vectors, signal) {
      signal.throwIfAborted();
      for (const entry of vectors) entries.set(keyOf(entry.tenantId, entry.passageId), entry);
    },
    async existing(tenantId, passageIds, signal) {
      signal.throwIfAborted();
      return new Set(passageIds.filter((passageId) => entries.has(keyOf(tenantId, passageId))));
    },
    async removePassages(tenantId, passageIds, signal) {
      signal.throwIfAborted();
      for (const passageId of passageIds) entries.delete(keyOf(tenantId, passageId));
    },
    async removeDocument(tenantId, documentId, signal) {
      signal.throwIfAborted();
      for (const entry of entriesOf(tenantId, documentId)) entries.delete(keyOf(tenantId, entry.passageId));
    },
    async relabelDocument(tenantId, documentId, labels, signal) {
      signal.throwIfAborted();
      for (const entry of entriesOf(tenantId, documentId))
        entries.set(keyOf(tenantId, entry.passageId), { ...entry, ...labels });
    },
  };
}
