import type { Redis } from '@ragfleet/redis-connection';

const KEYS_AT_ONCE = 500;

/** Bytes of the keys of a database by what their name says, as MEMORY USAGE counts them: name, value and place in the table. */
export async function keyBytes(
  redis: Redis,
  groupOf: (key: string) => string,
): Promise<ReadonlyMap<string, { readonly keys: number; readonly bytes: number }>> {
  const groups = new Map<string, { keys: number; bytes: number }>();
  const seen = new Set<string>();
  let cursor = '0';
  do {
    const [next, found] = await redis.scan(cursor, 'COUNT', KEYS_AT_ONCE);
    cursor = next;
    for (const key of found) {
      if (seen.has(key)) continue;
      seen.add(key);
      const group = groups.get(groupOf(key)) ?? { keys: 0, bytes: 0 };
      group.keys += 1;
      // SAMPLES 0: every element is counted.
      group.bytes += (await redis.memory('USAGE', key, 'SAMPLES', 0)) ?? 0;
      groups.set(groupOf(key), group);
    }
  } while (cursor !== '0');
  return groups;
}
