import type { SemanticIndex } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { type RemovedEntry, removeEntries } from '../entries/remove-entries.ts';

export interface EntryPlaces {
  readonly redis: Redis;
  /** null where questions have no neighbors. */
  readonly semanticIndex: Pick<SemanticIndex, 'remove'> | null;
}

/** Removes entries, and what the semantic index holds of those that were there. Returns how many those were. */
export async function removeEverywhere(
  { redis, semanticIndex }: EntryPlaces,
  tenantId: string,
  entryIds: readonly string[],
): Promise<number> {
  const removed = await removeEntries(redis, tenantId, entryIds);
  if (semanticIndex === null) return removed.length;
  for (const [spaceId, entries] of Map.groupBy(removed, (entry: RemovedEntry) => entry.spaceId)) {
    const ids = entries.map(({ entryId }) => entryId);
    await semanticIndex.remove({ tenantId, spaceId }, ids);
  }
  return removed.length;
}
