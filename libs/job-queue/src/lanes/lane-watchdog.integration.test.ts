import type { Clock } from '@ragfleet/kernel';
import { whenReady } from '@ragfleet/redis-connection';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLaneWatchdog, type LaneWatchdog } from './lane-watchdog.ts';

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let nowMs = 0;
let watchdog: LaneWatchdog;
const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const free = (): boolean => true;

beforeEach(async () => {
  await redis.flushdb();
  await redis.lpush('bull:rag-normal:wait', 'q_1');
  watchdog = createLaneWatchdog(redis, clock);
});

const healthAfter = async (waitMs: number, hasFreeSlot = free): Promise<boolean> => {
  await watchdog.isHealthy(hasFreeSlot);
  nowMs += waitMs;
  return watchdog.isHealthy(hasFreeSlot);
};

describe('createLaneWatchdog', () => {
  it('finds a lane that has work and a free slot and fetches nothing for 30 s', async () => {
    expect(await healthAfter(29_000)).toBe(true);
    expect(await healthAfter(1_000)).toBe(false);
  });

  it('is satisfied by every fetch', async () => {
    expect(await healthAfter(29_000)).toBe(true);
    watchdog.fetched('normal');
    expect(await healthAfter(29_000)).toBe(true);
  });

  it('does not blame a lane whose slots are all taken, or that an operator paused', async () => {
    expect(await healthAfter(60_000, () => false)).toBe(true);
    await redis.hset('bull:rag-normal:meta', 'paused', 1);
    expect(await healthAfter(60_000)).toBe(true);
  });

  it('does not blame the process for a Redis that is away', async () => {
    await healthAfter(60_000);
    await server.kill();
    expect(await watchdog.isHealthy(free)).toBe(true);
    await server.restart();
    await whenReady(redis, 5_000);
  });
});
