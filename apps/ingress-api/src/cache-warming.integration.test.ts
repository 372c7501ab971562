import { warmingResource } from '@ragfleet/contracts';
import type { WarmRun } from '@ragfleet/job-queue';
import type { WarmReport } from '@ragfleet/rag-core';
import { connectRedis, type Redis } from '@ragfleet/redis-connection';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

const report: WarmReport = {
  questions: 2,
  refreshed: 1,
  skipped: 0,
  failed: 1,
  spentUsd: 0.25,
  budgetUsd: 1,
  stopped: 'budget',
};

let ingress: TestIngress;
let redis: Redis;
let stopWarming: () => Promise<void>;
let writer: string;
const runs: WarmRun[] = [];

beforeAll(async () => {
  ingress = await startIngress();
  redis = connectRedis({ url: ingress.redis.url, profile: 'blocking', name: 'test' });
  writer = await ingress.keyFor({
    role: 'user',
    permissions: ['write'],
    namespaces: ['hr'],
    department: 'people',
  });
  stopWarming = await ingress.warm(async (run) => {
    runs.push(run);
    return report;
  });
});
afterAll(async () => {
  await stopWarming();
  redis.disconnect();
  await ingress.stop();
});

const warm = (body: unknown, key = writer) => ingress.call({ path: '/v1/cache/warm', key, body });
const read = async (id: string, key = writer) => ingress.call({ path: `/v1/cache/warm/${id}`, key });
const untilFinished = (id: string) =>
  vi.waitFor(async () => expect((await read(id)).body).toMatchObject({ status: 'finished' }));
const runOf = (id: string) => runs.find(({ warmId }) => warmId === id);

describe('warming the cache', () => {
  it('takes questions for the caller’s own access, and reports what was spent and saved', async () => {
    const accepted = await warm({
      questions: [
        'How much leave?',
        { question: 'Who pays?', quality: 'high', top_k: 3, namespaces: ['hr'] },
      ],
    });
    expect(accepted.status).toBe(202);
    expect(accepted.id).toMatch(/^warm_/);
    expect(accepted.headers.get('location')).toBe(`/v1/cache/warm/${accepted.id}`);
    expect(warmingResource.parse(accepted.body)).toMatchObject({
      status: 'queued',
      trigger: 'request',
      spent_usd: 0,
    });
    await untilFinished(accepted.id);
    const access = { tenantId: 'acme', readsAll: false, namespaces: ['hr'], department: 'people' };
    expect(runOf(accepted.id)?.groups).toEqual([
      {
        access,
        questions: [
          { text: 'How much leave?', namespaces: null, quality: null, topK: 5, model: null },
          { text: 'Who pays?', namespaces: ['hr'], quality: 'high', topK: 3, model: null },
        ],
      },
    ]);
    const today = new Date().toISOString().slice(0, 10);
    await redis.hset(`rf:acme:cache-day:${today}`, 'saved_by_warming', 1_500_000);
    const { body } = await read(accepted.id);
    expect(warmingResource.parse(body)).toMatchObject({
      questions: 2,
      refreshed: 1,
      failed: 1,
      spent_usd: 0.25,
      budget_usd: 1,
      stopped: 'budget',
      saved_usd: 1.5,
    });
    expect(JSON.stringify(body)).not.toMatch(/leave|pays/);
  });

  it.each([
    [{ top_n: 7 }, 7],
    [{}, null],
  ])('takes what people ask most for %j', async (body, topN) => {
    const { id } = await warm(body);
    await untilFinished(id);
    expect(runOf(id)).toMatchObject({ groups: null, topN });
  });

  it('takes questions and what people ask most in one request', async () => {
    const { id } = await warm({ questions: ['How much leave?'], top_n: 3 });
    await untilFinished(id);
    expect(runOf(id)).toMatchObject({ groups: [{ questions: [{ text: 'How much leave?' }] }], topN: 3 });
  });

  it('lists the warmings of the tenant, newest first', async () => {
    const { id: first } = await warm({});
    await untilFinished(first);
    const { id: second } = await warm({});
    await untilFinished(second);
    const { body } = await ingress.call({ path: '/v1/cache/warmings?limit=2', key: writer });
    expect(body).toMatchObject({ object: 'list', has_more: true, data: [{ id: second }, { id: first }] });
  });

  it.each([
    ['too many questions', { questions: Array.from({ length: 101 }, () => 'x') }, '/questions'],
    ['no question at all', { questions: [] }, '/questions'],
    ['a blank question', { questions: ['ok', ' '] }, '/questions/1'],
    ['a question that is too long', { questions: ['x'.repeat(2_001)] }, '/questions/0'],
    ['an unknown field of a question', { questions: [{ question: 'x', lane: 'high' }] }, '/questions/0/lane'],
    ['too many popular ones', { top_n: 1_001 }, '/top_n'],
    ['an unknown field', { question: 'x' }, '/question'],
  ])('refuses %s with 422 and a pointer', async (_name, body, pointer) => {
    const refused = await warm(body);
    expect(refused.status).toBe(422);
    expect(refused.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
  });

  it('asks for write, and reading for read, inside the tenant', async () => {
    const user = await ingress.keyFor({ role: 'user' });
    const guest = await ingress.keyFor({ role: 'guest' });
    const foreigner = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
    const refused = await warm({}, user);
    expect([refused.status, refused.body['detail']]).toEqual([403, 'Permission denied: write required']);
    const { id } = await warm({});
    expect((await read(id, user)).status).toBe(200);
    expect((await read(id, guest)).status).toBe(403);
    expect((await read(id, foreigner)).status).toBe(404);
    expect((await read('warm_none')).status).toBe(404);
    const { body } = await ingress.call({ path: '/v1/cache/warmings', key: foreigner });
    expect(body).toMatchObject({ data: [] });
  });
});
