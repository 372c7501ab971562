import { createHash } from 'node:crypto';
import type { AnswerEntries, CacheEntry, RetrievalEntry } from '@ragfleet/rag-core';

export interface InMemoryAnswerEntries extends AnswerEntries {
  /** Ids of the living entries of a tenant. */
  entryIds(tenantId: string): string[];
  /** Those that rest on a document, as eviction finds them. */
  citing(tenantId: string, documentId: string): string[];
}

interface Kept<Value> {
  readonly tenantId: string;
  readonly id: string;
  readonly value: Value;
  readonly documentIds: ReadonlySet<string>;
  readonly untilMs: number;
}

/** Entries in this process. Like every store it keeps a copy, without what serving makes anew. */
export function createInMemoryAnswerEntries(
  options: { readonly nowMs?: () => number } = {},
): InMemoryAnswerEntries {
  const { nowMs = Date.now } = options;
  const answers = new Map<string, Kept<CacheEntry>>();
  const retrievals = new Map<string, Kept<RetrievalEntry>>();
  const keyOf = (tenantId: string, id: string): string => JSON.stringify([tenantId, id]);
  const alive = <Value>(
    kept: ReadonlyMap<string, Kept<Value>>,
    tenantId: string,
    id: string,
  ): Kept<Value> | null => {
    const found = kept.get(keyOf(tenantId, id));
    return found !== undefined && found.untilMs > nowMs() ? found : null;
  };
  const ofTenant = (tenantId: string): Kept<CacheEntry>[] =>
    [...answers.values()].filter((kept) => kept.tenantId === tenantId && kept.untilMs > nowMs());

  return {
    idOf: (tenantId, text) =>
      createHash('sha256')
        .update(JSON.stringify([tenantId, text]))
        .digest()
        .subarray(0, 16)
        .toString('base64url'),
    read: async (tenantId, entryIds) =>
      entryIds.map((id) => {
        const kept = alive(answers, tenantId, id);
        return kept === null ? null : structuredClone(kept.value);
      }),
    write: async (tenantId, id, entry, { keepMs, documentIds }) => {
      const cited = entry.result.citations.map(({ documentId }) => documentId);
      answers.set(keyOf(tenantId, id), {
        tenantId,
        id,
        value: withoutTimes(structuredClone(entry)),
        documentIds: new Set([...cited, ...documentIds]),
        untilMs: nowMs() + keepMs,
      });
    },
    replace: async (tenantId, id, entry) => {
      const kept = alive(answers, tenantId, id);
      if (kept === null || kept.value.storedAtMs !== entry.storedAtMs) return false;
      answers.set(keyOf(tenantId, id), { ...kept, value: withoutTimes(structuredClone(entry)) });
      return true;
    },
    remove: async (tenantId, entryIds) => {
      const there = new Set(entryIds.filter((id) => alive(answers, tenantId, id) !== null));
      for (const id of entryIds) answers.delete(keyOf(tenantId, id));
      return there.size;
    },
    readRetrieval: async (tenantId, id) => {
      const kept = alive(retrievals, tenantId, id);
      return kept === null ? null : structuredClone(kept.value);
    },
    writeRetrieval: async (tenantId, id, entry, keepMs) => {
      const value = structuredClone(entry);
      retrievals.set(keyOf(tenantId, id), {
        tenantId,
        id,
        value,
        documentIds: new Set(),
        untilMs: nowMs() + keepMs,
      });
    },
    entryIds: (tenantId) => ofTenant(tenantId).map(({ id }) => id),
    citing: (tenantId, documentId) =>
      ofTenant(tenantId)
        .filter(({ documentIds }) => documentIds.has(documentId))
        .map(({ id }) => id),
  };
}

const withoutTimes = (entry: CacheEntry): CacheEntry => ({
  ...entry,
  result: {
    ...entry.result,
    cache: { status: 'miss', tier: null, similarity: null, ageSeconds: null, retrieval: 'miss' },
    degradation: { level: 'full', reasons: [] },
    timingsMs: { guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
  },
});
