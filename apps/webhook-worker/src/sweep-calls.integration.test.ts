import { queueKeys } from '@ragfleet/contracts';
import { createCallLedger, createCostLedger } from '@ragfleet/cost-ledger';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openWorkerStage } from './worker-stage.fixture.ts';

const stage = await openWorkerStage();
const { redis } = stage.redisServer;
const QUARTER_HOUR_MS = 15 * 60_000;
const { now } = Date;

it('books calls of dead processes for a tenant that asks nothing more, and none that is still going on', async () => {
  await redis.zadd(queueKeys.tenants, 1, 'acme');
  const account = { tenantId: 'acme', principalId: 'ada', queryId: 'q_1', route: 'simple/standard' };
  const reservedAt = (atMs: number, usd: number) =>
    createCallLedger({ redis, nowMs: () => atMs }).reserve({ account, model: 'gpt-4o', usd });
  await reservedAt(now() - QUARTER_HOUR_MS - 1_000, 0.5);
  await reservedAt(now() - 60_000, 0.25);
  // What this machine takes for the time closes no live call.
  const machine = vi.spyOn(Date, 'now').mockImplementation(() => now() + QUARTER_HOUR_MS);
  onTestFinished(() => machine.mockRestore());
  await stage.startWorker();
  const report = () => createCostLedger({ redis, nowMs: now }).report({ tenantId: 'acme' });
  await expect.poll(async () => (await report()).unsettled_usd, { timeout: 10_000 }).toBe(0.5);
  expect(await redis.zcard(queueKeys.openCalls('acme'))).toBe(1);
});
