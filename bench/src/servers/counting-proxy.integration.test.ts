import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CountingProxy, serialTripsOf, startCountingProxy } from './counting-proxy.ts';

let server: TestRedis;
let proxy: CountingProxy;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis({ role: 'queue' });
  const { hostname: host, port } = new URL(server.url);
  proxy = await startCountingProxy({ host, port: Number(port) });
  redis = connectRedis({ url: `redis://127.0.0.1:${proxy.port}`, profile: 'fail-fast', name: 'test' });
  await whenReady(redis, 5_000);
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await proxy.stop();
  await server.stop();
});

test('commands that wait for each other are a round trip each, commands that go together are one', async () => {
  proxy.take();
  await redis.set('a', '1');
  await redis.get('a');
  expect(serialTripsOf(proxy.take())).toBe(2);
  await Promise.all([redis.get('a'), redis.get('a'), redis.get('b')]);
  expect(serialTripsOf(proxy.take())).toBe(1);
  expect(proxy.take()).toEqual([]);
});
test('an answer in two pieces does not begin another one', () => {
  expect(serialTripsOf(['out', 'back', 'back', 'out', 'out', 'back'])).toBe(2);
  expect(serialTripsOf([])).toBe(0);
});
