import { createClient, type RagfleetClient } from '@ragfleet/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let client: RagfleetClient;
beforeAll(async () => {
  ingress = await startIngress();
  client = createClient({ url: ingress.url, apiKey: await ingress.keyFor({ role: 'admin' }) });
});
afterAll(() => ingress.stop());

describe('the SDK of a tenant’s admin', () => {
  it('says who it is', async () => {
    expect(await client.me()).toMatchObject({
      kind: 'tenant',
      tenant_id: 'acme',
      role: 'admin',
      permissions: ['read', 'write', 'admin', 'search_all'],
    });
  });

  it('reads and estimates money', async () => {
    expect(await client.costs({ group_by: 'model' })).toMatchObject({ total_usd: 0, queries: 0, groups: [] });
    const estimate = await client.estimateCosts({ daily_queries: 50_000, days: 1 });
    expect(estimate.monthly_total).toBeGreaterThan(0);
    const shares = Object.values(estimate.breakdown).map(({ total }) => total);
    expect(shares.reduce((sum, one) => sum + one, estimate.embedding_cost)).toBeCloseTo(
      estimate.monthly_total,
      6,
    );
    const prices = await client.compareVectorDatabases({ vectors: 1_000_000 });
    expect(prices.comparisons.map(({ service }) => service)).toContain(prices.cheapest);
  });

  it('finds a search on the bill of who asked', async () => {
    const analyst = { role: 'analyst', principalId: 'ada' } as const;
    const searching = createClient({ url: ingress.url, apiKey: await ingress.keyFor(analyst) });
    const before = (await client.costs()).total_usd;
    await searching.search({ query: 'annual leave' });
    const { total_usd: totalUsd, queries } = await client.costs();
    // One look at the vectors, at two dollars a million; the local model embeds for nothing.
    expect([totalUsd - before, queries]).toEqual([0.000002, 0]);
    const bills = (await client.costs({ group_by: 'user' })).groups;
    expect(bills).toContainEqual(expect.objectContaining({ key: 'ada', total_usd: 0.000002 }));
  });

  it('reads the audit log by several kinds, and has it verified', async () => {
    await client.setBudget({ monthly_usd: 7, action: 'refuse' });
    const { data, covers } = await client.audit.list({ type: ['operator_action', 'error'], limit: 1 });
    expect([data[0]?.metadata['action'], covers]).toEqual(['budget.set', 'machine']);
    expect((await client.audit.list({ type: ['error', 'generation'] })).data).toEqual([]);
    expect(await client.audit.verify()).toMatchObject({ valid: true, broken_at: null });
  });

  it('sets a budget and takes it away', async () => {
    const { spent_usd } = await client.budget();
    const limited = { monthly_usd: 100, spent_usd, action: 'refuse' };
    expect(await client.setBudget({ monthly_usd: 100, action: 'refuse' })).toEqual(limited);
    expect(await client.budget()).toEqual(limited);
    expect(await client.setBudget({ monthly_usd: null })).toMatchObject({ monthly_usd: null });
  });

  it('says how questions are answered, with a key that is never shown', async () => {
    const change = { answer_language: 'de', own_keys: { openai: 'sk-not-a-secret-1' } };
    expect(await client.setAnswerSettings(change)).toMatchObject({
      answer_language: 'de',
      model_ladder: null,
      own_keys: ['openai'],
    });
    await client.setAnswerSettings({ own_keys: { openai: null } });
    expect(await client.answerSettings()).toMatchObject({ answer_language: null, own_keys: [] });
  });
});

it('the SDK of an operator makes, changes, lists and deletes a tenant, whose admin reads it', async () => {
  const operator = createClient({ url: ingress.url, apiKey: await ingress.operatorKey() });
  const { tenants } = operator;
  expect(await operator.me()).toMatchObject({ kind: 'operator', tenant_id: null, permissions: [] });
  const { admin_key, ...made } = await tenants.create({
    id: 'sdk',
    name: 'SDK',
    limits: { open_queries: 3 },
  });
  const admin = createClient({ url: ingress.url, apiKey: admin_key.secret });
  expect(await admin.tenants.get('sdk')).toEqual(made);
  expect((await admin.apiKeys.list()).data).toMatchObject([{ id: admin_key.id, role: 'admin' }]);
  expect(await tenants.update('sdk', { region: 'eu' })).toEqual({ ...made, region: 'eu' });
  expect((await tenants.list({ limit: 1 })).data).toEqual([{ ...made, region: 'eu' }]);
  expect(await tenants.delete('sdk')).toMatchObject({ id: 'sdk', status: 'deleting' });
});
