import { queueKeys } from '@ragfleet/contracts';
import type { CostRow } from '@ragfleet/rag-core';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCallLedger, createCostLedger, createForgetUser } from '../index.ts';

const { redis } = await openTestRedis();
const NOON = Date.UTC(2026, 2, 15, 12);
const DAY_MS = 86_400_000;
const PERIOD = { tenantId: 'acme', fromMs: NOON - DAY_MS, toMs: NOON };
const ledger = createCostLedger({ redis, nowMs: () => NOON });

beforeEach(async () => {
  await redis.flushall();
});

let asked = 0;
/** A question with its search, and a call of its model. */
async function spend(
  principalId: string,
  model: string,
  route: string,
  { usd = 0.001, atMs = NOON }: { readonly usd?: number; readonly atMs?: number } = {},
): Promise<void> {
  asked += 1;
  const queryId = `q_${asked}`;
  const account = { tenantId: 'acme', principalId, queryId, route };
  const calls = createCallLedger({ redis, nowMs: () => atMs });
  const call = await calls.reserve({ account, model, usd });
  await call.settle({ inputUsd: usd, outputUsd: 0 });
  const row: CostRow = {
    tenantId: 'acme',
    queryId,
    principalId,
    atMs,
    model,
    route,
    embeddingUsd: 0,
    inputUsd: usd,
    outputUsd: 0,
    unsettledUsd: 0,
    vectorUsd: 0.000002,
    totalUsd: usd + 0.000002,
    cacheHit: false,
    isWarming: false,
    savedUsd: 0,
  };
  await ledger.settle(row);
}

async function allRows(limit: number) {
  const rows = [];
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof ledger.usage>> = await ledger.usage({ ...PERIOD, limit, after });
    expect(page.rows.length).toBeLessThanOrEqual(limit);
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

const nano = (usd: number): number => Math.round(usd * 1e9);
async function expectReportsSum(rows: readonly { queries: number; totalUsd: number }[]): Promise<void> {
  const report = await ledger.report(PERIOD);
  expect(rows.reduce((sum, row) => sum + nano(row.totalUsd), 0)).toBe(nano(report.total_usd));
  expect(rows.reduce((sum, row) => sum + row.queries, 0)).toBe(report.queries);
}

describe('the rows of a period', () => {
  it('keep user, model and route apart, over pages of any size, and add up to the report', async () => {
    await spend('ada', 'gpt-4o', 'complex/high');
    await spend('ada', 'gpt-4o', 'complex/high');
    await spend('ada', 'gpt-4o-mini', 'simple/basic', { usd: 0.0005 });
    await spend('a:use:["x","y"]', 'odd:model', 'route/"quoted"');
    await spend('bob', 'gpt-4o', 'complex/high', { atMs: NOON - DAY_MS });
    const rows = await allRows(2);
    expect(rows.map(({ day, userId, model, queries }) => [day, userId, model, queries])).toEqual([
      ['2026-03-14', 'bob', 'gpt-4o', 1],
      ['2026-03-15', 'a:use:["x","y"]', 'odd:model', 1],
      ['2026-03-15', 'ada', 'gpt-4o', 2],
      ['2026-03-15', 'ada', 'gpt-4o-mini', 1],
    ]);
    expect(rows[1]?.route).toBe('route/"quoted"');
    expect(rows[2]?.totalUsd).toBe(0.002004);
    await expectReportsSum(rows);
    expect(await allRows(1)).toEqual(rows);
  });

  it('add up also where an earlier release counted, which did not keep them apart', async () => {
    await spend('ada', 'gpt-4o', 'complex/high');
    const key = queueKeys.ledgerDay('acme', '2026-03-15');
    const fields = await redis.hkeys(key);
    await redis.hdel(key, ...fields.filter((field) => field.includes(':use:')));
    await spend('ada', 'gpt-4o-mini', 'simple/basic');
    const rows = await allRows(10);
    expect(rows.map(({ userId, model, queries }) => [userId, model, queries])).toEqual([
      ['ada', '(not split)', 1],
      ['ada', 'gpt-4o-mini', 1],
    ]);
    await expectReportsSum(rows);
  });

  it('name nobody who was erased', async () => {
    await spend('ada', 'gpt-4o', 'complex/high');
    const forget = createForgetUser({ redis, nowMs: () => NOON });
    await forget({ tenantId: 'acme', principalId: 'ada', signal: new AbortController().signal });
    const rows = await allRows(10);
    expect(rows.map(({ userId, model }) => [userId, model])).toEqual([['(erased)', 'gpt-4o']]);
    await expectReportsSum(rows);
  });

  it('are none of another tenant, and refuse what is no cursor', async () => {
    await spend('ada', 'gpt-4o', 'complex/high');
    const other = { ...PERIOD, tenantId: 'globex', limit: 10, after: null };
    expect(await ledger.usage(other)).toEqual({ rows: [], next: null });
    await expect(ledger.usage({ ...PERIOD, limit: 1, after: 'x' })).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    await expect(
      ledger.usage({ ...PERIOD, fromMs: NOON + DAY_MS, limit: 1, after: null }),
    ).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});
