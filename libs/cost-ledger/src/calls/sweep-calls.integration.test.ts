import { queueKeys } from '@ragfleet/contracts';
import { ANY_SCRIPT, openTestRedis, startCuttingProxy } from '@ragfleet/test-support';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { createBudgets } from '../budgets/create-budgets.ts';
import { createCostLedger } from '../create-cost-ledger.ts';
import { createCallLedger } from './create-call-ledger.ts';
import { createSweepCalls } from './sweep-calls.ts';

const { redis, url } = await openTestRedis();
const NOON = Date.UTC(2026, 2, 15, 12);
const MINUTE_MS = 60_000;
let nowMs: number;
const options = { redis, nowMs: () => nowMs };

beforeEach(async () => {
  nowMs = NOON;
  await redis.flushall();
});

const register = (...tenantIds: readonly string[]) =>
  redis.zadd(queueKeys.tenants, ...tenantIds.flatMap((tenantId, since) => [since, tenantId]));
const reserve = (usd: number, tenantId = 'acme') =>
  createCallLedger(options).reserve({
    account: { tenantId, principalId: 'ada', queryId: 'q_1', route: 'simple/standard' },
    model: 'gpt-4o',
    usd,
  });
const report = (tenantId = 'acme') => createCostLedger(options).report({ tenantId, groupBy: 'user' });

it('a call whose process died is on the bill although its tenant asks nothing more', async () => {
  await register('acme');
  await reserve(0.5);
  const live = await reserve(0.25);
  const sweep = createSweepCalls(options);
  nowMs += 14 * MINUTE_MS;
  expect(await sweep()).toBe(0);
  await live.settle({ inputUsd: 0.125, outputUsd: 0 });
  nowMs += 2 * MINUTE_MS;
  expect(await sweep()).toBe(1);
  expect(await report()).toMatchObject({
    total_usd: 0.625,
    unsettled_usd: 0.5,
    groups: [{ key: 'ada', queries: 0, total_usd: 0.625 }],
  });
  expect(await createBudgets(options).status('acme')).toMatchObject({ spentUsd: 0.625 });
});

it('such a call is on the bill once, whoever sweeps at once, and although a sweep was sent twice', async () => {
  await register('acme');
  for (let call = 0; call < 50; call += 1) await reserve(0.5);
  nowMs += 16 * MINUTE_MS;
  const proxy = await startCuttingProxy(url);
  const cut = connectRedis({ url: proxy.url, profile: 'fail-fast', name: 'cut' });
  onTestFinished(() => closeRedis(cut, 500));
  await whenReady(cut, 5_000);
  const sweeps = [
    createSweepCalls(options),
    createSweepCalls({ ...options, redis: cut }),
    createSweepCalls(options),
  ];
  proxy.cutAfter(ANY_SCRIPT);
  for (let turn = 0; turn < 2; turn += 1) await Promise.all(sweeps.map((sweep) => sweep()));
  expect(await report()).toMatchObject({ total_usd: 25, unsettled_usd: 25 });
  expect(await redis.exists(queueKeys.openCalls('acme'))).toBe(0);
});

it('goes round all tenants, a page a turn', async () => {
  const tenantIds = ['acme', 'globex', 'initech', 'umbrella', 'zenith'];
  await register(...tenantIds);
  for (const tenantId of tenantIds) await reserve(0.5, tenantId);
  nowMs += 16 * MINUTE_MS;
  const sweep = createSweepCalls({ ...options, tenantsPerTurn: 2 });
  expect([await sweep(), await sweep(), await sweep()]).toEqual([2, 2, 1]);
  await reserve(0.5);
  nowMs += 16 * MINUTE_MS;
  expect(await sweep()).toBe(1);
  for (const tenantId of tenantIds) expect((await report(tenantId)).unsettled_usd).toBeGreaterThan(0);
});

it('asks of a tenant with a thousand dead calls no more than a bound in a turn', async () => {
  await register('acme');
  await Promise.all(Array.from({ length: 1_000 }, () => reserve(0.001)));
  nowMs += 16 * MINUTE_MS;
  expect(await createSweepCalls(options)()).toBe(20);
});

it('a reservation that nobody swept is kept as long as the days of the bill', async () => {
  await reserve(0.5);
  for (const key of [queueKeys.openCalls('acme'), queueKeys.openCallDetails('acme')])
    expect(await redis.ttl(key)).toBeGreaterThan(399 * 86_400);
});
