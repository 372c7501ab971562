import type { SemanticIndex, SemanticMatch, SemanticProbe, SemanticSpace } from '@ragfleet/rag-core';

export interface InMemorySemanticIndexOptions {
  readonly maxEntriesPerSpace?: number;
  readonly nowMs?: () => number;
}

type Entry = Parameters<SemanticIndex['add']>[1];
interface Kept {
  readonly space: SemanticSpace;
  /** Oldest first. */
  readonly entries: Map<string, Entry>;
}

const cosine = (left: Float32Array, right: Float32Array): number =>
  left.reduce((sum, value, place) => sum + value * (right[place] ?? 0), 0);

/** An exact semantic index, for tests. */
export function createInMemorySemanticIndex(options: InMemorySemanticIndexOptions = {}): SemanticIndex {
  const { maxEntriesPerSpace = 1_000, nowMs = Date.now } = options;
  const spaces = new Map<string, Kept>();
  const keyOf = ({ tenantId, spaceId }: Pick<SemanticSpace, 'tenantId' | 'spaceId'>): string =>
    JSON.stringify([tenantId, spaceId]);
  const nearest = (entries: Kept['entries'], { vector }: Pick<SemanticProbe, 'vector'>): SemanticMatch[] =>
    [...entries.values()]
      .filter(({ expiresAtMs }) => expiresAtMs > nowMs())
      .map((entry) => ({ entryId: entry.entryId, similarity: cosine(entry.vector, vector) }))
      .toSorted((left, right) => right.similarity - left.similarity);
  return {
    name: 'in-memory',
    maxEntriesPerSpace,
    // It leaves out what it may, so that whoever relies on more is found out.
    search: async (space, { vector, minSimilarity = -Infinity }, limit) => {
      const kept = spaces.get(keyOf(space));
      const found = kept === undefined ? [] : nearest(kept.entries, { vector });
      return found.filter(({ similarity }) => similarity >= minSimilarity).slice(0, limit);
    },
    add: async (space, entry) => {
      const kept = spaces.get(keyOf(space)) ?? { space, entries: new Map<string, Entry>() };
      spaces.set(keyOf(space), kept);
      kept.entries.delete(entry.entryId);
      kept.entries.set(entry.entryId, entry);
      const [oldest] = kept.entries.keys();
      if (kept.entries.size > maxEntriesPerSpace && oldest !== undefined) kept.entries.delete(oldest);
    },
    remove: async (space, entryIds) => {
      for (const entryId of entryIds) spaces.get(keyOf(space))?.entries.delete(entryId);
    },
    nearestOfTenant: async ({ tenantId, model, vectors, limit }, signal) => {
      signal.throwIfAborted();
      const own = [...spaces.values()].filter(
        ({ space }) => space.tenantId === tenantId && space.model === model,
      );
      return vectors.flatMap((vector) =>
        own
          .flatMap(({ space: { spaceId }, entries }) =>
            nearest(entries, { vector }).map((match) => ({ ...match, spaceId })),
          )
          .toSorted((left, right) => right.similarity - left.similarity)
          .slice(0, limit),
      );
    },
  };
}
