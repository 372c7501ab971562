import type { Redis } from '@ragfleet/redis-connection';

const KEYS_AT_ONCE = 500;

/** Removes the event streams that Redis itself would have removed after so long: of queries that have ended. */
export async function letStreamsEnd(redis: Redis, seconds: number): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', 'rf:*:events:*', 'COUNT', KEYS_AT_ONCE);
    cursor = next;
    for (const key of keys) {
      const ttlMs = await redis.pttl(key);
      if (ttlMs >= 0 && ttlMs <= seconds * 1_000) await redis.unlink(key);
    }
  } while (cursor !== '0');
}
