import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createCostLedger } from '../create-cost-ledger.ts';
import { createForgetUser } from './forget-user.ts';

const { redis } = await openTestRedis();
const nowMs = (): number => Date.UTC(2026, 10, 20);
const forget = createForgetUser({ redis, nowMs });
const { signal } = new AbortController();
const ledger = createCostLedger({ redis, nowMs });
const row = (principalId: string, queryId: string, atMs = nowMs()) => ({
  tenantId: 'acme',
  queryId,
  principalId,
  atMs,
  model: 'm',
  route: 'r',
  embeddingUsd: 0.001,
  inputUsd: 0,
  outputUsd: 0,
  unsettledUsd: 0,
  vectorUsd: 0,
  totalUsd: 0.001,
  cacheHit: true,
  isWarming: false,
  savedUsd: 0.5,
});
const byUser = async () =>
  (await ledger.report({ tenantId: 'acme', groupBy: 'user' })).groups.map(({ key, queries, total_usd }) => [
    key,
    queries,
    total_usd,
  ]);

it('books what people were charged under one name, and leaves those alone whose names begin alike', async () => {
  for (const [at, name] of ['ada', 'ada', 'ada.b', 'bob'].entries()) await ledger.settle(row(name, `q${at}`));
  const before = await ledger.report({ tenantId: 'acme' });
  expect(await forget({ tenantId: 'acme', principalId: 'ada', signal })).toBeGreaterThan(2);
  await forget({ tenantId: 'acme', principalId: 'bob', signal });
  expect(await byUser()).toEqual([
    ['(erased)', 3, 0.003],
    ['ada.b', 1, 0.001],
  ]);
  expect(await ledger.report({ tenantId: 'acme' })).toEqual(before);
  const own = await ledger.report({ tenantId: 'acme', principalId: '(erased)', groupBy: 'model' });
  expect(own).toMatchObject({
    queries: 3,
    cache_hit_rate: 1,
    saved_usd: 1.5,
    groups: [{ key: 'm', queries: 3 }],
  });
  expect(await forget({ tenantId: 'acme', principalId: 'ada', signal })).toBe(0);
});

it('takes an id for what it says: neither for the beginning of another nor for a pattern', async () => {
  const names = ['ci', 'ci:deploy', 'team[1]', 'te*', 'tess'];
  for (const [at, name] of names.entries())
    await ledger.settle({ ...row(name, `r${at}`), tenantId: 'globex' });
  const groups = async (principalId?: string) =>
    (
      await ledger.report({
        tenantId: 'globex',
        groupBy: 'user',
        ...(principalId !== undefined && { principalId }),
      })
    ).groups.map(({ key }) => key);
  expect(await groups('ci')).toEqual(['ci']);
  for (const principalId of ['ci', 'team[1]', 'te*'])
    await forget({ tenantId: 'globex', principalId, signal });
  expect(await groups()).toEqual(['(erased)', 'ci:deploy', 'tess']);
});

it('finds somebody among thousands in a day, and in the oldest day that is kept', async () => {
  const day = queueKeys.ledgerDay('acme', '2026-11-19');
  const others = Array.from({ length: 5_000 }, (_, at) => [`user:u${at}:total`, '1']).flat();
  await redis.hset(day, ...others, 'user:ada:total', '7');
  const oldest = queueKeys.ledgerDay('acme', '2025-10-17');
  await redis.hset(oldest, 'own:ada:model:m:total', '3');
  expect(await forget({ tenantId: 'acme', principalId: 'ada', signal })).toBe(2);
  expect(await redis.hmget(day, 'user:ada:total', 'user:(erased):total', 'user:u1:total')).toEqual([
    null,
    '7',
    '1',
  ]);
  expect(await redis.hgetall(oldest)).toEqual({ 'own:(erased):model:m:total': '3' });
});

it('removes rows of single queries that an earlier release wrote with names', async () => {
  await redis.set('rf:initech:query:q_1:cost', JSON.stringify({ id: 'q_1', user: 'ada', total_usd: 1 }));
  await redis.set('rf:initech:query:q_2:cost', JSON.stringify({ id: 'q_2', user: 'bob', total_usd: 1 }));
  expect(await forget({ tenantId: 'initech', principalId: 'ada', signal })).toBe(1);
  expect(await redis.keys('rf:initech:query:*')).toEqual(['rf:initech:query:q_2:cost']);
});

it('counts no query again that is settled anew after its asker was erased', async () => {
  await ledger.settle({ ...row('ada', 'q_1'), tenantId: 'umbrella' });
  await forget({ tenantId: 'umbrella', principalId: 'ada', signal });
  await ledger.settle({ ...row('ada', 'q_1'), tenantId: 'umbrella' });
  expect((await ledger.report({ tenantId: 'umbrella' })).queries).toBe(1);
});
