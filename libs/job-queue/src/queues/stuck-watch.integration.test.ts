import type { Clock } from '@ragfleet/kernel';
import { whenReady } from '@ragfleet/redis-connection';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { createStuckWatch, type StuckWatch, type WorkerHealth } from './stuck-watch.ts';

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let nowMs = 0;
let watch: StuckWatch;
const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };

beforeEach(async () => {
  await redis.flushdb();
  await redis.lpush('bull:rag-normal:wait', 'q_1');
  watch = createStuckWatch(redis, 'rag-normal', clock);
});

const healthAfter = async (waitMs: number, hasFreeSlot = true): Promise<WorkerHealth> => {
  await watch.look(hasFreeSlot);
  nowMs += waitMs;
  return watch.look(hasFreeSlot);
};

describe('createStuckWatch', () => {
  it('finds a worker stuck that has work and a free slot and fetches nothing for 30 s, and once', async () => {
    expect(await healthAfter(29_000)).toBe('well');
    expect(await healthAfter(1_000)).toBe('stuck');
    expect(await healthAfter(29_000)).toBe('well');
  });

  it('finds it hopeless when the one in its place fetches nothing for as long either', async () => {
    expect(await healthAfter(30_000)).toBe('stuck');
    expect(await healthAfter(30_000)).toBe('hopeless');
    expect(await healthAfter(5_000)).toBe('hopeless');
    watch.fetched();
    expect(await watch.look(true)).toBe('well');
    expect(await healthAfter(30_000)).toBe('stuck');
  });

  it('is satisfied by every fetch', async () => {
    expect(await healthAfter(29_000)).toBe('well');
    watch.fetched();
    expect(await healthAfter(29_000)).toBe('well');
  });

  it('does not blame a worker whose slots are all taken, or whose queue an operator paused', async () => {
    expect(await healthAfter(60_000, false)).toBe('well');
    await redis.hset('bull:rag-normal:meta', 'paused', 1);
    expect(await healthAfter(60_000)).toBe('well');
  });

  it('does not blame the process for a Redis that is full, and gives it its time anew afterwards', async () => {
    await healthAfter(20_000);
    await redis.config('SET', 'maxmemory', 1);
    nowMs += 65_000;
    expect(await watch.look(true)).toBe('well');
    await redis.config('SET', 'maxmemory', 0);
    expect(await healthAfter(29_000)).toBe('well');
    expect(await healthAfter(1_000)).toBe('stuck');
  });

  it('does not blame the process for a Redis that is away', async () => {
    await healthAfter(20_000);
    await server.kill();
    nowMs += 60_000;
    expect(await watch.look(true)).toBe('well');
    await server.restart();
    await whenReady(redis, 5_000);
  });
});
