import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Call } from './testing/call-api.fixture.ts';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let user: string;

beforeAll(async () => {
  ingress = await startIngress();
  user = await ingress.keyFor({ role: 'admin' });
});
afterAll(() => ingress.stop());

const ask = (key = user) => {
  const headers = { 'idempotency-key': 'one' };
  return ingress.call({ path: '/v1/queries', key, body: { question: 'Is anybody there?' }, headers });
};
const recovered = () => vi.waitFor(async () => expect((await ask()).status).toBe(202), { interval: 100 });

async function expectUnknownOutcome(): Promise<void> {
  const { status, headers, body, ms } = await ask();
  expect(status).toBe(503);
  expect(ms).toBeLessThan(2_500);
  expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  expect(body['detail']).toMatch(/outcome is unknown.*same Idempotency-Key/s);
}

describe('the queue Redis', () => {
  it('killed is 503 within 2.5 s that says how to retry; back again, the same key gives the same query', async () => {
    const { id } = await ask();
    await ingress.redis.kill();
    await expectUnknownOutcome();
    const stranger = await ask(`rag_test_00000000_${'x'.repeat(43)}`);
    expect([stranger.status, stranger.ms < 2_500]).toEqual([503, true]);
    const read = await ingress.call({ path: `/v1/queries/${id}`, key: user });
    expect([read.status, read.body['detail']]).toEqual([503, expect.not.stringContaining('unknown')]);
    expect((await ingress.call({ path: '/readyz' })).status).toBe(503);
    expect((await ingress.call({ path: '/healthz' })).status).toBe(200);

    await ingress.redis.restart();
    await recovered();
    expect((await ask()).id).toBe(id);
    await vi.waitFor(async () => expect((await ingress.call({ path: '/readyz' })).status).toBe(200));
  });

  it.each([
    ['a question', '/v1/queries', { question: 'Is anybody there?' }],
    [
      'a batch',
      '/v1/queries/batch',
      { queries: Array.from({ length: 200 }, () => ({ question: 'And now?' })) },
    ],
  ])('frozen is 503 within 2.5 s for %s', async (_name, path, body) => {
    await recovered();
    await ingress.freezeRedis(4_000);
    const { status, ms } = await ingress.call({ path, key: user, body });
    expect(status).toBe(503);
    expect(ms).toBeLessThan(2_500);
    await recovered();
  });
});

describe('PostgreSQL', () => {
  it('away takes searches and documents alone: questions are taken, read and canceled, by an ingress that is ready', async () => {
    const lonely = await startIngress();
    onTestFinished(async () => void (await lonely.stop()));
    const key = await lonely.keyFor({ role: 'admin' });
    const postgresReady = async () =>
      /^ragfleet_postgres_ready (\d)$/m.exec(
        await (await fetch(`${lonely.operationsUrl}/metrics`)).text(),
      )?.[1];
    expect(await postgresReady()).toBe('1');
    await lonely.stopDatabase();
    const statusOf = async (call: Call) => (await lonely.call({ key, ...call })).status;

    expect(await statusOf({ path: '/v1/search', body: { query: 'Is anybody there?' } })).toBe(503);
    expect(await statusOf({ path: '/v1/documents' })).toBe(503);
    const taken = await lonely.call({ path: '/v1/queries', key, body: { question: 'Is anybody there?' } });
    expect(taken.status).toBe(202);
    expect(await statusOf({ path: `/v1/queries/${taken.id}` })).toBe(200);
    expect(await statusOf({ path: `/v1/queries/${taken.id}/cancel`, method: 'POST' })).toBe(200);
    expect(await statusOf({ path: '/readyz' })).toBe(200);
    expect((await fetch(`${lonely.operationsUrl}/readyz`)).status).toBe(200);
    expect(await postgresReady()).toBe('0');
  });
});
