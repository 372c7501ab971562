import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyBytes } from './key-bytes.ts';

let server: TestRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis({ role: 'cache' });
  redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test' });
  await whenReady(redis, 5_000);
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await server.stop();
});

test('counts every key of a group once, with all that is in it', async () => {
  for (let at = 0; at < 1_200; at += 1) await redis.set(`small:${at}`, 'x'.repeat(100));
  await redis.rpush('large', ...Array.from({ length: 1_000 }, () => 'y'.repeat(1_000)));
  const groups = await keyBytes(redis, (key) => key.split(':')[0] ?? '');
  expect(groups.get('small')?.keys).toBe(1_200);
  expect((groups.get('small')?.bytes ?? 0) / 1_200).toBeGreaterThan(100);
  expect(groups.get('large')).toMatchObject({ keys: 1 });
  expect(groups.get('large')?.bytes).toBeGreaterThan(1_000_000);
});
