import { canRead } from '@ragfleet/kernel';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';

/** An index that takes its writes in order and shows them late: what is asked of it sees them only after `show`. */
export interface LaggingIndex extends VectorIndex {
  /** Lets the next `count` writes be seen. */
  show(count: number): void;
  /** What is stored, seen or not. */
  stored(): PassageVector[];
}

type Entries = Map<string, PassageVector>;
type Write = (entries: Entries) => void;

/** @param beforeWrite runs before each write: where another process may come in between. */
export function createLaggingIndex(beforeWrite: () => Promise<void>): LaggingIndex {
  const [written, seen]: [Entries, Entries] = [new Map(), new Map()];
  const unseen: Write[] = [];
  const write = async (signal: AbortSignal, change: Write): Promise<void> => {
    await beforeWrite();
    signal.throwIfAborted();
    change(written);
    unseen.push(change);
  };
  const keyOf = (tenantId: string, passageId: string): string => `${tenantId} ${passageId}`;
  const changeDocument =
    (
      tenantId: string,
      documentId: string,
      change: (key: string, entry: PassageVector, entries: Entries) => void,
    ): Write =>
    (entries) => {
      for (const [key, entry] of entries)
        if (entry.tenantId === tenantId && entry.documentId === documentId) change(key, entry, entries);
    };
  return {
    name: 'lagging',
    show: (count) => {
      for (const change of unseen.splice(0, count)) change(seen);
    },
    stored: () => [...written.values()],
    searchDense: async ({ access }, _vector, limit) =>
      [...seen.values()]
        .filter((entry) => canRead(access, entry))
        .slice(0, limit)
        .map(({ tenantId, passageId }) => ({ tenantId, passageId, score: 1 })),
    existing: async (tenantId, passageIds) =>
      new Set(passageIds.filter((passageId) => seen.has(keyOf(tenantId, passageId)))),
    upsert: (vectors, signal) =>
      write(signal, (entries) => {
        for (const entry of vectors) entries.set(keyOf(entry.tenantId, entry.passageId), entry);
      }),
    removePassages: (tenantId, passageIds, signal) =>
      write(signal, (entries) => {
        for (const passageId of passageIds) entries.delete(keyOf(tenantId, passageId));
      }),
    removeDocument: (tenantId, documentId, signal) =>
      write(
        signal,
        changeDocument(tenantId, documentId, (key, _entry, entries) => entries.delete(key)),
      ),
    relabelDocument: (tenantId, documentId, labels, signal) =>
      write(
        signal,
        changeDocument(tenantId, documentId, (key, entry, entries) =>
          entries.set(key, { ...entry, ...labels }),
        ),
      ),
  };
}
