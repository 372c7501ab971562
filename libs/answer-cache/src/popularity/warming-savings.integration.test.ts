import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createWarmingSavings } from './warming-savings.ts';

const NOON_MS = Date.UTC(2026, 5, 10, 12);
const DAY_MS = 86_400_000;
let server: TestRedis;
let redis: Redis;

beforeAll(async () => {
  server = await startTestRedis({ role: 'cache' });
  redis = connectRedis({ url: server.url, profile: 'fail-fast', name: 'test-savings' });
  await whenReady(redis, 5_000);
});
beforeEach(() => redis.flushall());
afterAll(async () => {
  await closeRedis(redis, 500);
  await server.stop();
});

const savings = () => createWarmingSavings({ redis, nowMs: () => NOON_MS });

it('are those of the day of a warming and of every day since', async () => {
  await redis.hset('rf:acme:cache-day:2026-06-07', 'saved_by_warming', 4_000_000);
  await redis.hset('rf:acme:cache-day:2026-06-08', 'saved_by_warming', 2_000_000);
  await redis.hset('rf:acme:cache-day:2026-06-10', 'saved_by_warming', 1_250_000, 'queries', 9);
  const moments = [NOON_MS, NOON_MS - 2 * DAY_MS, NOON_MS - DAY_MS, NOON_MS - 200 * DAY_MS];
  expect(await savings().since('acme', moments)).toEqual([1.25, 3.25, 1.25, 7.25]);
  expect(await savings().since('globex', [NOON_MS])).toEqual([0]);
});

it('are nothing where nothing was warmed or the clocks differ', async () => {
  expect(await savings().since('acme', [])).toEqual([]);
  expect(await savings().since('acme', [NOON_MS + 2 * DAY_MS])).toEqual([0]);
});
