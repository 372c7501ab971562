import { cacheKeys } from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import { countedPart, pipelineReplies } from './entry-index.ts';
import { HEAD_BYTES, readHead } from './sealed-values.ts';
import { rawId } from './tenant-ids.ts';

export interface RemovedEntry {
  readonly entryId: string;
  readonly spaceId: string;
}

/** Ids of one round trip each. */
const REMOVE_BATCH = 500;

/**
 * Removes entries and their place in the counts, in batches of two round trips. Returns those that were there. What
 * other indexes hold of them stands for nothing and leaves with its time.
 */
export async function removeEntries(
  redis: Redis,
  tenantId: string,
  entryIds: readonly string[],
): Promise<RemovedEntry[]> {
  const removed: RemovedEntry[] = [];
  for (let at = 0; at < entryIds.length; at += REMOVE_BATCH)
    removed.push(...(await removeBatch(redis, tenantId, entryIds.slice(at, at + REMOVE_BATCH))));
  return removed;
}

async function removeBatch(
  redis: Redis,
  tenantId: string,
  entryIds: readonly string[],
): Promise<RemovedEntry[]> {
  const reading = redis.pipeline();
  for (const entryId of entryIds)
    reading.getrangeBuffer(cacheKeys.answer(tenantId, entryId), 0, HEAD_BYTES - 1);
  const heads = await pipelineReplies(reading);
  const known = entryIds.flatMap((entryId, at) => {
    const bytes = heads[at];
    const head = Buffer.isBuffer(bytes) ? readHead(bytes) : null;
    return head === null ? [] : [{ entryId, ...head }];
  });
  if (known.length === 0) return [];
  const removing = redis.pipeline();
  for (const { entryId, namespace } of known)
    removing
      .unlink(cacheKeys.answer(tenantId, entryId))
      .zrem(countedPart(tenantId, namespace, entryId), rawId(entryId));
  const counts = await pipelineReplies(removing);
  return known.filter((_entry, at) => counts[2 * at] === 1);
}
