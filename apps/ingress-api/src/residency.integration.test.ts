import { randomBytes } from 'node:crypto';
import type { QueryRun } from '@ragfleet/job-queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

const REGION_NAMES = /\b(?:us|eu|apac|uk|europe|states)\b/i;
const PATIENCE = { timeout: 20_000, interval: 50 };
const masterKey = randomBytes(32).toString('base64');

let eu: TestIngress;
let us: TestIngress;
const keys: Record<string, string> = {};

// Wired together by mistake: two regions on one Redis.
beforeAll(async () => {
  eu = await startIngress({ REGION: 'eu', RAGFLEET_MASTER_KEY: masterKey });
  us = await startIngress({
    REGION: 'us',
    RAGFLEET_MASTER_KEY: masterKey,
    QUEUE_REDIS_URL: eu.redis.url,
    CACHE_REDIS_URL: eu.redis.url,
  });
  const key = await eu.operatorKey();
  for (const [id, region] of [
    ['of-eu', 'eu'],
    ['of-us', 'us'],
    ['of-any', null],
  ] as const) {
    const { body } = await eu.call({ path: '/v1/tenants', key, body: { id, name: id, region } });
    keys[id] = (body['admin_key'] as { readonly secret: string }).secret;
  }
});
afterAll(async () => {
  await us.stop();
  await eu.stop();
});

const ask = (ingress: TestIngress, tenant: string) =>
  ingress.call({
    path: '/v1/queries',
    key: keys[tenant] ?? '',
    body: { question: 'How many days of leave?', deadline_seconds: 60 },
  });

describe('at the ingress of a region', () => {
  it.each([
    ['of-eu', 202, 403],
    ['of-us', 403, 202],
    ['of-any', 202, 202],
  ])('a key of a tenant %s gets %i in one and %i in the other', async (tenant, atEu, atUs) => {
    const [here, there] = [await ask(eu, tenant), await ask(us, tenant)];
    expect([here.status, there.status]).toEqual([atEu, atUs]);
    const refusals = [here, there].filter(({ status }) => status === 403);
    expect(refusals.map(({ body }) => String(body['detail'])).join()).not.toMatch(REGION_NAMES);
  });

  it('a key of another region reads nothing either', async () => {
    for (const path of ['/v1/queries', '/v1/documents', '/v1/tenants/of-eu', '/v1/costs'])
      expect((await us.call({ path, key: keys['of-eu'] ?? '' })).status).toBe(403);
  });
});

describe('a callback', () => {
  const callTo = (url: string) =>
    eu.call({
      path: '/v1/queries',
      key: keys['of-eu'] ?? '',
      body: { question: 'How many days of leave?', callback: { url } },
    });

  it('is refused where its host is known to be in another region, and taken where nobody knows', async () => {
    const { status, body } = await callTo('https://abc.execute-api.us-east-1.amazonaws.com/hook');
    expect([status, body['errors']]).toMatchObject([422, [{ pointer: '/callback/url' }]]);
    expect((await callTo('https://abc.execute-api.eu-west-1.amazonaws.com/hook')).status).toBe(202);
    expect((await callTo('https://hooks.example.com/hook')).status).toBe(202);
  });
});

describe('in the workers of a region', () => {
  it('a question of another one never runs, and runs when a worker of its own comes', async () => {
    const atUs: QueryRun[] = [];
    const atEu: QueryRun[] = [];
    const answering = (runs: QueryRun[]) => async (run: QueryRun) => {
      runs.push(run);
      return { status: 'failed', error: { type: 'x', title: 'x', detail: 'x', retryable: false } } as const;
    };
    const stopUs = await eu.work(answering(atUs), 'us');
    const { body } = await ask(eu, 'of-eu');
    const own = await ask(us, 'of-us');
    const isOf = (runs: QueryRun[], id: unknown) => runs.some(({ record }) => record.queryId === id);
    await vi.waitFor(() => expect(isOf(atUs, own.body['id'])).toBe(true), PATIENCE);
    expect(isOf(atUs, body['id'])).toBe(false);
    // Both would take the question in turns, each look a few seconds after the last, by chance for long.
    await stopUs();

    const stopEu = await eu.work(answering(atEu), 'eu');
    await vi.waitFor(() => expect(isOf(atEu, body['id'])).toBe(true), PATIENCE);
    expect(isOf(atEu, own.body['id'])).toBe(false);
    await stopEu();
  });
});
