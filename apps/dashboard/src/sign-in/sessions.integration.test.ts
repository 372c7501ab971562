import { createHash } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createSessions } from './sessions.ts';

const { redis } = await openTestRedis();
let nowMs = Date.now();
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const MINUTE_MS = 60_000;
const ann = { user: 'ann', cameBy: { kind: 'key', keyId: 'key1' } } as const;
let isInForce = true;
const sessions = createSessions({
  redis,
  ttlMs: 60 * MINUTE_MS,
  idleMs: 10 * MINUTE_MS,
  isInForce: () => Promise.resolve(isInForce),
  clock,
});
const userOf = async (token: string, isUse = true): Promise<string | undefined> =>
  (await sessions.read(token, isUse))?.user;

describe('sessions', () => {
  it('end when nobody has used them for a while', async () => {
    const { token } = await sessions.open(ann);
    for (let use = 0; use < 3; use += 1) {
      nowMs += 9 * MINUTE_MS;
      expect(await userOf(token)).toBe('ann');
    }
    nowMs += 10 * MINUTE_MS;
    expect(await userOf(token)).toBeUndefined();
  });

  it('are not kept open by what a page asks by itself', async () => {
    const { token } = await sessions.open(ann);
    nowMs += 9 * MINUTE_MS;
    expect(await userOf(token, false)).toBe('ann');
    nowMs += MINUTE_MS;
    expect(await userOf(token, false)).toBeUndefined();
  });

  it('end after their whole time, however they are used', async () => {
    const { token } = await sessions.open(ann);
    for (let use = 0; use < 7; use += 1) {
      nowMs += 8 * MINUTE_MS;
      expect(await userOf(token)).toBe('ann');
    }
    nowMs += 4 * MINUTE_MS;
    expect(await userOf(token)).toBeUndefined();
  });

  it('end when their owner signs out, and no other does', async () => {
    const [one, other] = [await sessions.open(ann), await sessions.open(ann)];
    await sessions.end(one);
    expect([await userOf(one.token), await userOf(other.token)]).toEqual([undefined, 'ann']);
  });

  it('are over while what opened them is not in force', async () => {
    const { token } = await sessions.open(ann);
    isInForce = false;
    expect(await userOf(token)).toBeUndefined();
    isInForce = true;
    expect(await userOf(token)).toBe('ann');
  });

  it('of an older release, which kept nothing of what opened them, are over', async () => {
    const { token } = await sessions.open(ann);
    const key = queueKeys.dashboardSession(createHash('sha256').update(token).digest('hex'));
    const { cameBy: _, ...older } = JSON.parse((await redis.get(key)) ?? '') as Record<string, unknown>;
    await redis.set(key, JSON.stringify(older), 'KEEPTTL');
    expect(await userOf(token)).toBeUndefined();
  });

  it('leave no token on Redis, and nothing that lasts', async () => {
    const { token } = await sessions.open(ann);
    await userOf(token);
    const keys = await redis.keys('rf:fleet:dashboard-session:*');
    expect(keys.join()).not.toContain(token);
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  it.each(['', '.', 'x'.repeat(43)])('are not opened by %j', async (token) => {
    expect(await userOf(token)).toBeUndefined();
  });
});
