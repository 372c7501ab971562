import type { Redis } from '@ragfleet/redis-connection';
import { pipelineReplies } from './entry-index.ts';

/** Indexes of one round trip, and ids of one of them. */
const KEYS_AT_ONCE = 32;
const IDS_OF_KEY = 64;

/**
 * Takes the ids out of indexes and hands them on in batches, until the indexes are empty or the time is over. What it
 * does not get to expires by itself.
 */
export async function drainIndexes(
  redis: Redis,
  keys: readonly string[],
  options: { readonly isOver: () => boolean; readonly take: (entryIds: readonly string[]) => Promise<void> },
): Promise<void> {
  for (let at = 0; at < keys.length; at += KEYS_AT_ONCE) {
    let filled = keys.slice(at, at + KEYS_AT_ONCE);
    while (filled.length > 0 && !options.isOver()) {
      const popping = redis.pipeline();
      for (const key of filled) popping.zpopminBuffer(key, IDS_OF_KEY);
      const popped = (await pipelineReplies(popping)).map(idsOf);
      const entryIds = [...new Set(popped.flat())];
      if (entryIds.length > 0) await options.take(entryIds);
      filled = filled.filter((_key, place) => popped[place]?.length === IDS_OF_KEY);
    }
  }
}

/** The members of a reply of members and scores in turn. */
function idsOf(reply: unknown): string[] {
  if (!Array.isArray(reply)) return [];
  return reply.flatMap((item: unknown, place) =>
    place % 2 === 0 && Buffer.isBuffer(item) ? item.toString('base64url') : [],
  );
}
