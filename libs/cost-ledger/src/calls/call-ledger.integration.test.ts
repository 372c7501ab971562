import { queueKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import type { CallAccount } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { ANY_SCRIPT, openTestRedis, startCuttingProxy, startRedisProxy } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createBudgets } from '../budgets/create-budgets.ts';
import { createCostLedger } from '../create-cost-ledger.ts';
import { createCallLedger } from './create-call-ledger.ts';

const { redis, url } = await openTestRedis();
let nowMs: number;
const NOON = Date.UTC(2026, 2, 15, 12);

beforeEach(async () => {
  nowMs = NOON;
  await redis.flushall();
});

const options = () => ({ redis, nowMs: () => nowMs });
const account = (changes: Partial<CallAccount> = {}): CallAccount => ({
  tenantId: 'acme',
  principalId: 'ada',
  queryId: 'q_1',
  route: 'simple/standard',
  ...changes,
});
const reserve = (usd: number, changes: Partial<CallAccount> = {}, model = 'gpt-4o-mini') =>
  createCallLedger(options()).reserve({ account: account(changes), model, usd });
const report = (groupBy: 'day' | 'model' | 'user' | 'route' = 'day', tenantId = 'acme') =>
  createCostLedger(options()).report({ tenantId, groupBy });
const budget = (tenantId = 'acme') => createBudgets(options()).status(tenantId);

describe('a call', () => {
  it('is on the bill as what it used, once, and no longer reserved', async () => {
    const call = await reserve(0.5);
    expect(await budget()).toMatchObject({ spentUsd: 0.5 });
    expect(await report()).toMatchObject({ total_usd: 0 });
    await call.settle({ inputUsd: 0.1, outputUsd: 0.02 });
    await call.settle({ inputUsd: 0.1, outputUsd: 0.02 });
    await call.leaveUnsettled();
    expect(await report()).toMatchObject({ total_usd: 0.12, unsettled_usd: 0, queries: 0 });
    expect(await budget()).toMatchObject({ spentUsd: 0.12 });
  });

  it('that was cut stays at its reservation, and says so', async () => {
    await (await reserve(0.5)).leaveUnsettled();
    expect(await report()).toMatchObject({ total_usd: 0.5, unsettled_usd: 0.5 });
    expect(await budget()).toMatchObject({ spentUsd: 0.5 });
  });

  it('whose reservation was sent again after a cut is reserved once', async () => {
    const proxy = await startCuttingProxy(url);
    const cut = connectRedis({ url: proxy.url, profile: 'fail-fast', name: 'cut' });
    onTestFinished(() => closeRedis(cut, 500));
    await whenReady(cut, 5_000);
    const ledger = createCallLedger({ ...options(), redis: cut });
    proxy.cutAfter(ANY_SCRIPT);
    const call = await ledger.reserve({ account: account(), model: 'gpt-4o-mini', usd: 0.5 });
    await reserve(0.1);
    expect(await budget()).toMatchObject({ spentUsd: 0.6 });
    await call.settle({ inputUsd: 0.1, outputUsd: 0 });
    expect(await budget()).toMatchObject({ spentUsd: 0.2 });
  });

  it('that was not made, because the reply to its reservation was lost, is reserved no longer', async () => {
    let isNextLost = false;
    const proxy = await startRedisProxy(url, () => ({
      asked: () => undefined,
      answered: () => {
        const fate = isNextLost ? 'lose' : 'pass';
        isNextLost = false;
        return fate;
      },
    }));
    onTestFinished(() => proxy.close());
    const deaf = connectRedis({ url: proxy.url, profile: 'fail-fast', name: 'deaf' });
    onTestFinished(() => closeRedis(deaf, 500));
    await whenReady(deaf, 5_000);
    const ledger = createCallLedger({ ...options(), redis: deaf });
    const call = { account: account(), model: 'gpt-4o-mini', usd: 0.5 };
    await (await ledger.reserve(call)).release();
    isNextLost = true;
    await expect(ledger.reserve(call)).rejects.toSatisfy((error) => isFault(error, 'unavailable', 'timeout'));
    await expect.poll(() => redis.exists(queueKeys.openCalls('acme'))).toBe(0);
    expect(await budget()).toMatchObject({ spentUsd: 0 });
    expect(await report()).toMatchObject({ total_usd: 0, unsettled_usd: 0 });
  });

  it('that was refused costs nothing', async () => {
    await (await reserve(0.5)).release();
    expect(await report()).toMatchObject({ total_usd: 0 });
    expect(await budget()).toMatchObject({ spentUsd: 0 });
  });

  it('of less than the smallest sum ends like any other', async () => {
    await (await reserve(0.000_000_000_1)).settle({ inputUsd: 0, outputUsd: 0 });
    await (await reserve(0)).release();
    expect(await report()).toMatchObject({ total_usd: 0, unsettled_usd: 0 });
    expect(await redis.zcard(queueKeys.openCalls('acme'))).toBe(0);
  });

  it('whose process died becomes unsettled with the first reservation after its time, for whom it was made', async () => {
    await reserve(0.5, { principalId: 'bob' }, 'gpt-4o');
    nowMs += 14 * 60_000;
    await reserve(0.1);
    expect(await report()).toMatchObject({ unsettled_usd: 0 });
    nowMs += 2 * 60_000;
    await (await reserve(0.1)).release();
    expect(await report('model')).toMatchObject({
      unsettled_usd: 0.5,
      groups: [{ key: 'gpt-4o', queries: 0, total_usd: 0.5 }],
    });
    expect((await report('user')).groups).toEqual([{ key: 'bob', queries: 0, total_usd: 0.5 }]);
    expect(await budget()).toMatchObject({ spentUsd: 0.6 });
  });

  it('that ends after it was given up changes nothing any more', async () => {
    const late = await reserve(0.5);
    nowMs += 16 * 60_000;
    await (await reserve(0.1)).release();
    await late.settle({ inputUsd: 0.2, outputUsd: 0 });
    expect(await report()).toMatchObject({ total_usd: 0.5, unsettled_usd: 0.5 });
  });

  it('counts for its user, model and route, and for its tenant alone', async () => {
    const money = { inputUsd: 0.01, outputUsd: 0.02 };
    await (await reserve(1)).settle(money);
    await (await reserve(1, { principalId: 'bob', route: 'complex/high' }, 'gpt-4o')).settle(money);
    expect((await report('route')).groups).toEqual([
      { key: 'complex/high', queries: 0, total_usd: 0.03 },
      { key: 'simple/standard', queries: 0, total_usd: 0.03 },
    ]);
    const own = await createCostLedger(options()).report({
      tenantId: 'acme',
      principalId: 'bob',
      groupBy: 'route',
    });
    expect(own).toMatchObject({ total_usd: 0.03, groups: [{ key: 'complex/high', total_usd: 0.03 }] });
    expect(await report('day', 'globex')).toMatchObject({ total_usd: 0 });
  });

  it('is booked on the day and in the month when it ends', async () => {
    nowMs = Date.UTC(2026, 2, 31, 23, 59);
    const call = await reserve(0.5);
    nowMs = Date.UTC(2026, 3, 1, 0, 1);
    await call.settle({ inputUsd: 0.1, outputUsd: 0 });
    expect((await report()).groups).toEqual([{ key: '2026-04-01', queries: 0, total_usd: 0.1 }]);
    expect(await budget()).toMatchObject({ spentUsd: 0.1 });
  });

  it('leaves no key behind that never expires', async () => {
    await (await reserve(0.5)).settle({ inputUsd: 0.1, outputUsd: 0.1 });
    await reserve(0.5);
    for (const key of await redis.keys('*')) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });
});

describe('a budget', () => {
  const limit = (limitUsd: number | null, action: 'degrade' | 'refuse' = 'degrade') =>
    createBudgets(options()).set('acme', { limitUsd, action });
  const isExhausted = (error: unknown): boolean => isFault(error, 'budget-exhausted');

  it('is none until it is set, and none again when it is taken away', async () => {
    expect(await createBudgets(options()).current('acme')).toBeNull();
    await limit(20, 'refuse');
    expect(await createBudgets(options()).current('acme')).toEqual({
      limitUsd: 20,
      spentUsd: 0,
      action: 'refuse',
    });
    await limit(null);
    expect(await createBudgets(options()).current('acme')).toBeNull();
    expect(await budget()).toEqual({ limitUsd: null, spentUsd: 0, action: 'degrade' });
  });

  it('holds under two hundred calls at once, whatever they come to', async () => {
    await limit(1);
    const calls = await Promise.allSettled(Array.from({ length: 200 }, () => reserve(0.03)));
    const open = calls.flatMap((call) => (call.status === 'fulfilled' ? [call.value] : []));
    expect(open).toHaveLength(33);
    const refusals = calls.flatMap((call) => (call.status === 'rejected' ? [call.reason as unknown] : []));
    expect(refusals.every(isExhausted)).toBe(true);
    for (const [at, call] of open.entries()) {
      if (at % 3 === 0) await call.leaveUnsettled();
      else await call.settle({ inputUsd: 0.01, outputUsd: 0.02 });
    }
    expect((await budget()).spentUsd).toBe(0.99);
    await expect(reserve(0.03)).rejects.toSatisfy(isExhausted);
    await expect(reserve(0.01)).resolves.toBeDefined();
  });

  it('is not taken up by what an older release left reserved, once no call is open', async () => {
    await limit(0.5, 'refuse');
    await (await reserve(0.1)).release();
    await redis.hset(queueKeys.openCallDetails('acme'), 'reserved', '500000000');
    expect(await budget()).toMatchObject({ spentUsd: 0 });
    const call = await reserve(0.5);
    expect(await budget()).toMatchObject({ spentUsd: 0.5 });
    await call.release();
    expect(await budget()).toMatchObject({ spentUsd: 0 });
  });

  it('is whole again in the next month', async () => {
    await limit(0.5);
    await (await reserve(0.5)).settle({ inputUsd: 0.5, outputUsd: 0 });
    await expect(reserve(0.01)).rejects.toSatisfy(isExhausted);
    nowMs = Date.UTC(2026, 3, 1);
    await expect(reserve(0.5)).resolves.toBeDefined();
  });

  it('is each tenant’s own', async () => {
    await limit(0);
    await expect(reserve(0.01)).rejects.toSatisfy(isExhausted);
    await expect(reserve(0.01, { tenantId: 'globex' })).resolves.toBeDefined();
  });
});
