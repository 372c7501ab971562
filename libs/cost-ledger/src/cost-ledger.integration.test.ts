import { isFault } from '@ragfleet/kernel';
import type { CostRow } from '@ragfleet/rag-core';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCostLedger } from './index.ts';

const { redis } = await openTestRedis();
const NOON = Date.UTC(2026, 2, 15, 12);

beforeEach(async () => {
  await redis.flushall();
});

const row = (queryId: string, changes: Partial<CostRow> = {}): CostRow => ({
  tenantId: 'acme',
  queryId,
  principalId: 'ada',
  atMs: NOON,
  model: 'gpt-4o-mini',
  embeddingUsd: 0.0000006,
  inputUsd: 0.1,
  outputUsd: 0.2,
  vectorUsd: 0.000002,
  totalUsd: 0.3000026,
  cacheHit: false,
  savedUsd: 0,
  ...changes,
});
const ledger = () => createCostLedger({ redis, nowMs: () => NOON });

describe('createCostLedger', () => {
  it('is zeros for an empty period', async () => {
    expect(await ledger().report({ tenantId: 'acme' })).toEqual({
      total_usd: 0,
      queries: 0,
      avg_usd_per_query: 0,
      cache_hit_rate: 0,
      saved_usd: 0,
      groups: [],
    });
  });

  it('counts a query once, however often it is settled', async () => {
    for (let times = 0; times < 3; times += 1) await ledger().settle(row('q_1'));
    expect(await ledger().report({ tenantId: 'acme' })).toMatchObject({ queries: 1, total_usd: 0.3000026 });
  });

  it('shows an average without the noise of binary fractions', async () => {
    for (let number = 0; number < 10; number += 1)
      await ledger().settle(row(`q_${number}`, { totalUsd: number === 0 ? 0 : 0.000002 }));
    expect((await ledger().report({ tenantId: 'acme' })).avg_usd_per_query).toBe(0.0000018);
  });

  it('adds up to the last place', async () => {
    await Promise.all(
      Array.from({ length: 1_000 }, (_, index) =>
        ledger().settle(row(`q_${index}`, { totalUsd: 0.0000006 })),
      ),
    );
    expect((await ledger().report({ tenantId: 'acme' })).total_usd).toBe(0.0006);
  });

  it('groups by day, model and user, and counts what the cache saved', async () => {
    await ledger().settle(row('q_1'));
    await ledger().settle(row('q_2', { principalId: 'bob:x', model: 'gpt-4o', totalUsd: 1 }));
    await ledger().settle(
      row('q_3', { atMs: NOON - 86_400_000, totalUsd: 0, cacheHit: true, savedUsd: 0.5 }),
    );
    const by = async (groupBy: 'day' | 'model' | 'user') =>
      (await ledger().report({ tenantId: 'acme', groupBy })).groups;
    expect(await by('day')).toEqual([
      { key: '2026-03-14', queries: 1, total_usd: 0 },
      { key: '2026-03-15', queries: 2, total_usd: 1.3000026 },
    ]);
    expect(await by('model')).toEqual([
      { key: 'gpt-4o', queries: 1, total_usd: 1 },
      { key: 'gpt-4o-mini', queries: 2, total_usd: 0.3000026 },
    ]);
    expect((await by('user')).map(({ key }) => key)).toEqual(['bob:x', 'ada']);
    const report = await ledger().report({ tenantId: 'acme' });
    expect(report.cache_hit_rate).toBeCloseTo(1 / 3);
    expect(report.saved_usd).toBe(0.5);
  });

  it("reports one user's part alone, in every grouping", async () => {
    await ledger().settle(row('q_1', { totalUsd: 0.25 }));
    await ledger().settle(row('q_2', { totalUsd: 0, cacheHit: true, savedUsd: 0.25, model: 'none' }));
    await ledger().settle(row('q_3', { principalId: 'bob', totalUsd: 1 }));
    const own = { tenantId: 'acme', principalId: 'ada' };
    expect(await ledger().report({ ...own, groupBy: 'model' })).toEqual({
      total_usd: 0.25,
      queries: 2,
      avg_usd_per_query: 0.125,
      cache_hit_rate: 0.5,
      saved_usd: 0.25,
      groups: [
        { key: 'gpt-4o-mini', queries: 1, total_usd: 0.25 },
        { key: 'none', queries: 1, total_usd: 0 },
      ],
    });
    const groupsBy = async (groupBy: 'day' | 'user') => (await ledger().report({ ...own, groupBy })).groups;
    expect(await groupsBy('day')).toEqual([{ key: '2026-03-15', queries: 2, total_usd: 0.25 }]);
    expect(await groupsBy('user')).toEqual([{ key: 'ada', queries: 2, total_usd: 0.25 }]);
    expect((await ledger().report({ ...own, principalId: 'ad' })).queries).toBe(0);
  });

  it('keeps to its period and its tenant', async () => {
    await ledger().settle(row('q_1', { atMs: NOON - 40 * 86_400_000 }));
    await ledger().settle(row('q_1', { tenantId: 'globex' }));
    expect((await ledger().report({ tenantId: 'acme' })).queries).toBe(0);
    expect((await ledger().report({ tenantId: 'acme', fromMs: NOON - 41 * 86_400_000 })).queries).toBe(1);
  });

  it.each([
    [NOON, NOON - 86_400_000],
    [0, NOON],
    [Number.NaN, NOON],
  ])('refuses the period %d to %d', async (fromMs, toMs) => {
    await expect(ledger().report({ tenantId: 'acme', fromMs, toMs })).rejects.toSatisfy((error) =>
      isFault(error, 'invalid-input'),
    );
  });

  it('lets every key expire', async () => {
    await ledger().settle(row('q_1'));
    for (const key of await redis.keys('*')) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });
});
