import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it } from 'vitest';
import { createWarmingSavings } from './warming-savings.ts';

const NOON_MS = Date.UTC(2026, 5, 10, 12);
const DAY_MS = 86_400_000;
const { redis } = await openTestRedis({ role: 'cache' });

beforeEach(() => redis.flushall());

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
