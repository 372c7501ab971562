import { BULL_PREFIX, queueKeys } from '@ragfleet/contracts';
import type { LevelSetting } from '@ragfleet/rag-core';
import { openTestRedis } from '@ragfleet/test-support';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createLaneQueues } from '../queries/lane-queues.ts';
import type { DegradationWatch } from './contract.ts';
import { createDegradationLevels } from './degradation-levels.ts';
import { readLaneWaits } from './lane-waits.ts';
import { createModelHealth, readModelHealth } from './model-health.ts';
import { createDegradationWatch } from './watch-degradation.ts';

const server = await openTestRedis();
const { redis } = server;
const levels = createDegradationLevels({ redis });
const watches: DegradationWatch[] = [];
const setting = (changes: Partial<LevelSetting> = {}): LevelSetting => ({
  level: 'reduced',
  reason: 'a drill',
  by: 'operator',
  sinceMs: 1_000,
  ...changes,
});

beforeEach(() => redis.flushall());
afterEach(async () => {
  await Promise.all(watches.splice(0).map((watch) => watch.close()));
});

describe('levels on Redis', () => {
  it('are kept for the fleet and for each tenant alone, and taken back', async () => {
    const ofAcme = setting({ level: 'minimal', by: 'admin' });
    await levels.set(null, setting());
    await levels.set('acme', ofAcme);
    expect(await levels.read('acme')).toEqual({ fleet: setting(), ruled: null, tenant: ofAcme });
    expect(await levels.read('globex')).toEqual({ fleet: setting(), ruled: null, tenant: null });
    await levels.set('acme', null);
    await levels.set(null, null);
    expect(await levels.read('acme')).toEqual({ fleet: null, ruled: null, tenant: null });
  });

  it('of an operator end what the rules have chosen, those of an admin do not', async () => {
    const ruled = setting({ by: 'rule', reason: 'queue-wait' });
    await levels.rule(ruled);
    await levels.set('acme', setting({ by: 'admin' }));
    expect((await levels.fleet()).ruled).toEqual(ruled);
    await levels.set(null, null);
    expect((await levels.fleet()).ruled).toBeNull();
  });
});

describe('a watch of another process', () => {
  it('knows of every change by its notice', async () => {
    let readings = 0;
    // A clock that stands still: what was read stays fresh for ever, and only notices bring news.
    const watch = createDegradationWatch({
      levels: {
        read: async (tenantId) => {
          readings += 1;
          return levels.read(tenantId);
        },
      },
      redisUrl: server.url,
      onFleetLevel: () => undefined,
      onError: (error) => {
        throw error;
      },
      clock: { nowMs: () => 0, monotonicMs: () => 0 },
    });
    watches.push(watch);
    const level = async (): Promise<string> => (await watch.inForce('acme')).level;
    await watch.start();
    // The subscription stands when it has had the fleet read.
    await expect.poll(() => readings).toBeGreaterThan(0);
    expect(await level()).toBe('full');
    await levels.set(null, setting());
    await expect.poll(level).toBe('reduced');
    await levels.set('acme', setting({ level: 'minimal', by: 'admin' }));
    await expect.poll(level).toBe('minimal');
    await levels.set('acme', null);
    await levels.set(null, null);
    await expect.poll(level).toBe('full');
    await levels.rule(setting({ by: 'rule', reason: 'queue-wait' }));
    await expect.poll(level).toBe('reduced');
  });
});

describe('the health of the models', () => {
  it('is summed over all workers and forgets what is older than a minute', async () => {
    let nowMs = Date.UTC(2026, 2, 15, 12);
    const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
    const [one, other] = [createModelHealth({ redis, clock }), createModelHealth({ redis, clock })];
    const read = () => readModelHealth({ redis, clock });
    one.record({ calls: 3, failedCalls: 2, questions: 1, unansweredQuestions: 0 });
    nowMs += 30_000;
    other.record({ calls: 1, failedCalls: 1, questions: 1, unansweredQuestions: 1 });
    const both = { calls: 4, failedCalls: 3, questions: 2, unansweredQuestions: 1 };
    await expect.poll(read).toEqual(both);
    nowMs += 40_000;
    expect(await read()).toEqual({ calls: 1, failedCalls: 1, questions: 1, unansweredQuestions: 1 });
    const keys = await redis.keys(queueKeys.modelHealth(0).replace('0', '*'));
    const lives = await Promise.all(keys.map((key) => redis.ttl(key)));
    expect(lives.every((seconds) => seconds > 0 && seconds <= 120)).toBe(true);
  });
});

describe('the wait of a lane', () => {
  it('is that of the job which is next, whatever waits behind it', async () => {
    const queues = createLaneQueues(redis);
    onTestFinished(() => queues.close());
    const add = (queryId: string, priority: number, lane: 'high' | 'low' = 'high') =>
      queues.add(lane, { tenantId: 'acme', queryId, deadlineAtMs: Date.now() + 60_000 }, priority);
    const waits = async () => readLaneWaits({ redis, clock: { nowMs: () => nowMs, monotonicMs: () => 0 } });
    const timestampOf = async (queryId: string): Promise<number> =>
      Number(await redis.hget(`${BULL_PREFIX}:rag-high:${queryId}`, 'timestamp'));
    let nowMs = Date.now();
    expect(await waits()).toEqual({ high: 0, normal: 0, low: 0 });
    await add('q_flood', 5);
    await expect.poll(() => Date.now()).toBeGreaterThan(await timestampOf('q_flood'));
    await add('q_turn', 1);
    nowMs = (await timestampOf('q_turn')) + 7_000;
    expect(await waits()).toEqual({ high: 7_000, normal: 0, low: 0 });
    await add('q_plain', 0);
    nowMs = (await timestampOf('q_plain')) + 3_000;
    expect((await waits()).high).toBe(3_000);
  });
});
