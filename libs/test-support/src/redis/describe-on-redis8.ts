import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeNotRun } from '../missing/describe-not-run.ts';

export interface TestRedis8 {
  readonly url: string;
  readonly redis: Redis;
  /** Removes the keys whose names begin so. The server is shared: a test has tenants of its own. */
  removeKeys(prefix: string): Promise<void>;
}

/**
 * Runs a suite on the Redis 8 of TEST_REDIS8_URL. Without one it says in its name that it did not run; where
 * RAGFLEET_REQUIRE_REAL_SERVERS=1 that is a failure.
 */
export function describeOnRedis8(title: string, suite: (server: () => TestRedis8) => void): void {
  const url = process.env['TEST_REDIS8_URL'] ?? '';
  if (url === '') {
    const reason = 'TEST_REDIS8_URL is not set';
    describeNotRun({ title, place: 'on Redis 8', reason, fix: 'Set TEST_REDIS8_URL to a Redis 8.' });
    return;
  }
  describe(`${title} on Redis 8`, () => {
    let redis: Redis;
    beforeAll(async () => {
      redis = connectRedis({ url, profile: 'fail-fast', name: 'test-redis8' });
      await whenReady(redis, 5_000);
    });
    afterAll(() => closeRedis(redis, 500));
    suite(() => ({ url, redis, removeKeys: (prefix) => removeKeys(redis, prefix) }));
  });
}

async function removeKeys(redis: Redis, prefix: string): Promise<void> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1_000);
    cursor = next;
    if (keys.length > 0) await redis.unlink(...keys);
  } while (cursor !== '0');
}
