import { queueKeys } from '@ragfleet/contracts';
import type { CallAccount } from '@ragfleet/rag-core';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it } from 'vitest';
import { createCallLedger } from '../calls/create-call-ledger.ts';
import { createBudgets } from './create-budgets.ts';
import { readFleetSpend } from './fleet-spend.ts';

const { redis } = await openTestRedis();
let nowMs: number;
const options = { redis, nowMs: () => nowMs };

beforeEach(async () => {
  nowMs = Date.UTC(2026, 2, 15, 12);
  await redis.flushall();
});

const account = (tenantId: string): CallAccount => ({
  tenantId,
  principalId: 'ada',
  queryId: 'q_1',
  route: 'simple/standard',
});

async function spend(tenantId: string, usd: number, since = 1): Promise<void> {
  await redis.zadd(queueKeys.tenants, 'NX', since, tenantId);
  const call = await createCallLedger(options).reserve({ account: account(tenantId), model: 'gpt-4o', usd });
  await call.settle({ inputUsd: usd, outputUsd: 0 });
}

it('sums what every tenant has spent this month, in pages', async () => {
  expect(await readFleetSpend(options)).toBe(0);
  await spend('acme', 0.25);
  for (let tenant = 0; tenant < 600; tenant += 1) await redis.zadd(queueKeys.tenants, 2, `tenant-${tenant}`);
  await spend('zenith', 0.5, 3);
  expect(await readFleetSpend(options)).toBe(0.75);
  nowMs = Date.UTC(2026, 3, 1);
  expect(await readFleetSpend(options)).toBe(0);
});

it("leaves out what tenants spend on their own accounts, which stays on the tenant's bill", async () => {
  await spend('acme', 0.25);
  const own = { account: account('acme'), model: 'gpt-4o', usd: 1, isOnOwnAccount: true };
  const ledger = createCallLedger(options);
  await (await ledger.reserve(own)).settle({ inputUsd: 0.5, outputUsd: 0.125 });
  await (await ledger.reserve(own)).leaveUnsettled();
  await (await ledger.reserve(own)).release();
  expect(await readFleetSpend(options)).toBe(0.25);
  expect(await createBudgets(options).status('acme')).toMatchObject({ spentUsd: 1.875 });
});
