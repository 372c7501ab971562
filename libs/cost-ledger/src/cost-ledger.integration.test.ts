import { isFault } from '@ragfleet/kernel';
import type { CostRow } from '@ragfleet/rag-core';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCallLedger, createCostLedger } from './index.ts';

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
  route: 'simple/standard',
  embeddingUsd: 0.0000006,
  inputUsd: 0,
  outputUsd: 0,
  unsettledUsd: 0,
  vectorUsd: 0.000002,
  totalUsd: 0.0000026,
  cacheHit: false,
  isWarming: false,
  savedUsd: 0,
  ...changes,
});
const ledger = () => createCostLedger({ redis, nowMs: () => NOON });
const settle = (queryId: string, changes: Partial<CostRow> = {}) => ledger().settle(row(queryId, changes));
/** A query whose model cost this much, and nothing else did. */
async function answer(queryId: string, usd: number, changes: Partial<CostRow> = {}): Promise<void> {
  const free = row(queryId, { embeddingUsd: 0, vectorUsd: 0, inputUsd: usd, totalUsd: usd, ...changes });
  const { tenantId, principalId, model, route } = free;
  const account = { tenantId, principalId, queryId, route };
  const calls = createCallLedger({ redis, nowMs: () => free.atMs });
  if (usd > 0) {
    const call = await calls.reserve({ account, model, usd: 2 * usd });
    await call.settle({ inputUsd: usd, outputUsd: 0 });
  }
  await ledger().settle(free);
}

describe('createCostLedger', () => {
  it('is zeros for an empty period', async () => {
    expect(await ledger().report({ tenantId: 'acme' })).toEqual({
      total_usd: 0,
      queries: 0,
      avg_usd_per_query: 0,
      cache_hit_rate: 0,
      saved_usd: 0,
      unsettled_usd: 0,
      groups: [],
    });
  });

  it('counts a query once, however often it is settled', async () => {
    for (let times = 0; times < 3; times += 1) await settle('q_1');
    expect(await ledger().report({ tenantId: 'acme' })).toMatchObject({ queries: 1, total_usd: 0.0000026 });
  });

  it('counts what the fleet asks itself under its own name alone, and its money for everybody', async () => {
    await settle('q_1', { cacheHit: true });
    await settle('q_2', { principalId: 'cache-warmer/a', isWarming: true });
    const usd = 0.0000026;
    expect(await ledger().report({ tenantId: 'acme', groupBy: 'user' })).toMatchObject({
      total_usd: 2 * usd,
      queries: 1,
      cache_hit_rate: 1,
      groups: [
        { key: 'ada', queries: 1, total_usd: usd },
        { key: 'cache-warmer/a', queries: 1, total_usd: usd },
      ],
    });
    expect((await ledger().report({ tenantId: 'acme', groupBy: 'model' })).groups).toEqual([
      { key: 'gpt-4o-mini', queries: 1, total_usd: 2 * usd },
    ]);
  });

  it('keeps of a single query that it was counted, in a few bytes, and neither who asked nor what it cost', async () => {
    await settle('q_1');
    expect(await redis.get('rf:acme:query:q_1:cost')).toBe('1');
  });

  it('shows an average without the noise of binary fractions', async () => {
    for (let number = 0; number < 10; number += 1)
      await settle(`q_${number}`, { embeddingUsd: 0, vectorUsd: number === 0 ? 0 : 0.000002 });
    expect((await ledger().report({ tenantId: 'acme' })).avg_usd_per_query).toBe(0.0000018);
  });

  it('adds up to the last place', async () => {
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => settle(`q_${index}`, { vectorUsd: 0 })));
    expect((await ledger().report({ tenantId: 'acme' })).total_usd).toBe(0.0006);
  });

  it('groups by day, model and user, and counts what the cache saved', async () => {
    await answer('q_1', 0.3000026);
    await answer('q_2', 1, { principalId: 'bob:x', model: 'gpt-4o', route: 'complex/high' });
    await answer('q_3', 0, { atMs: NOON - 86_400_000, cacheHit: true, savedUsd: 0.5 });
    const by = async (groupBy: 'day' | 'model' | 'user' | 'route') =>
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
    expect(await by('route')).toEqual([
      { key: 'complex/high', queries: 1, total_usd: 1 },
      { key: 'simple/standard', queries: 2, total_usd: 0.3000026 },
    ]);
    const report = await ledger().report({ tenantId: 'acme' });
    expect(report.cache_hit_rate).toBeCloseTo(1 / 3);
    expect(report.saved_usd).toBe(0.5);
  });

  it("reports one user's part alone, in every grouping", async () => {
    await answer('q_1', 0.25);
    await answer('q_2', 0, { cacheHit: true, savedUsd: 0.25, model: 'none' });
    await answer('q_3', 1, { principalId: 'bob' });
    const own = { tenantId: 'acme', principalId: 'ada' };
    expect(await ledger().report({ ...own, groupBy: 'model' })).toEqual({
      total_usd: 0.25,
      queries: 2,
      avg_usd_per_query: 0.125,
      cache_hit_rate: 0.5,
      saved_usd: 0.25,
      unsettled_usd: 0,
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
    await settle('q_1', { atMs: NOON - 40 * 86_400_000 });
    await settle('q_1', { tenantId: 'globex' });
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
    await settle('q_1');
    for (const key of await redis.keys('*')) expect(await redis.ttl(key)).toBeGreaterThan(0);
  });
});
