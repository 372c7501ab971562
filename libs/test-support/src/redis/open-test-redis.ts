import {
  closeRedis,
  connectRedis,
  type Redis,
  type RedisProfile,
  whenReady,
} from '@ragfleet/redis-connection';
import type { RedisRole } from '@ragfleet/redis-server';
import { afterAll } from 'vitest';
import { startTestRedis, type TestRedis } from './start-test-redis.ts';

export interface OpenTestRedis extends TestRedis {
  readonly redis: Redis;
}

export interface OpenTestRedisOptions {
  readonly role?: RedisRole;
  /** `fail-fast` when none is named. */
  readonly profile?: RedisProfile;
}

const READY_MS = 30_000;
const CLOSE_MS = 500;

/**
 * A private Redis server and a connection to it, for the test file or the suite that calls this at its top. Both end
 * when its tests have ended, after what it registers itself with `afterAll`.
 */
export async function openTestRedis(options: OpenTestRedisOptions = {}): Promise<OpenTestRedis> {
  const { role = 'queue', profile = 'fail-fast' } = options;
  const server = await startTestRedis({ role });
  const redis = connectRedis({ url: server.url, profile, name: 'test' });
  afterAll(async () => {
    await closeRedis(redis, CLOSE_MS);
    await server.stop();
  });
  await whenReady(redis, READY_MS);
  return { ...server, redis };
}
