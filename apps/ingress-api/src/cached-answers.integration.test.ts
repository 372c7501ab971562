import { createAnswerEntries } from '@ragfleet/answer-cache';
import { queueKeys } from '@ragfleet/contracts';
import type { QueryHandler } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { answerEntry } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let redis: Redis;
let user: string;
let colleague: string;
let admin: string;
let foreignAdmin: string;

beforeAll(async () => {
  ingress = await startIngress();
  redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'feedback-test' });
  await whenReady(redis, 5_000);
  user = await ingress.keyFor({ role: 'user' });
  colleague = await ingress.keyFor({ role: 'user' });
  admin = await ingress.keyFor({ role: 'admin' });
  foreignAdmin = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await ingress.stop();
});

const entries = () => createAnswerEntries({ redis, sealer: ingress.sealer });
const isCached = async (entryId: string): Promise<boolean> =>
  (await entries().read('acme', [entryId]))[0] !== null;
const cached = async (
  name: string,
  namespace = 'hr',
  documentIds: readonly string[] = [],
): Promise<string> => {
  const entryId = entries().idOf('acme', name);
  const { result } = answerEntry();
  const citations = result.citations.slice(0, 1).map((citation) => ({ ...citation, namespace }));
  await entries().write('acme', entryId, answerEntry({ result: { ...result, citations } }), {
    keepMs: 600_000,
    documentIds,
  });
  return entryId;
};
const answersFrom =
  (entryId: string | null): QueryHandler =>
  async () => ({
    status: 'succeeded',
    result: {
      answer: '30 days [1].',
      citations: [],
      model: 'local',
      confidence: 0.8,
      usage: { input_tokens: 0, output_tokens: 0, embedding_tokens: 0 },
      cost_usd: 0,
      cache: { status: 'hit', tier: 'exact', similarity: null, age_seconds: 1, retrieval: 'miss' },
      degradation: { level: 'full', reasons: [] },
      warnings: [],
      timings_ms: { queue_wait: 0, guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
    },
    cacheEntry: entryId === null ? null : { entryId, spaceId: answerEntry().spaceId },
  });
const ask = (headers: Record<string, string> = {}) =>
  ingress.call({ path: '/v1/queries', key: user, body: { question: 'How much leave do I have?' }, headers });
const answered = async (entryId: string | null): Promise<string> => {
  const stop = await ingress.work(answersFrom(entryId));
  const { status, id } = await ask({ prefer: 'wait=20' });
  await stop();
  expect(status).toBe(200);
  return id;
};
const rate = (id: string, body: object, key = user) =>
  ingress.call({ path: `/v1/queries/${id}/feedback`, key, body });
const ratingsOfToday = async (): Promise<Record<string, string>> => {
  const [day = ''] = await redis.keys('rf:acme:cache-day:*');
  const fields = Object.entries(await redis.hgetall(day));
  return Object.fromEntries(fields.filter(([name]) => name.startsWith('rating:')));
};

describe('feedback', () => {
  it('drops the answer that was served when it is bad, is kept sealed, and counts once', async () => {
    const entryId = await cached('served');
    const id = await answered(entryId);
    expect((await rate(id, { rating: 'up', comment: 'platypus' })).status).toBe(204);
    expect(await isCached(entryId)).toBe(true);
    expect((await rate(id, { rating: 'down' })).status).toBe(204);
    expect(await isCached(entryId)).toBe(false);
    expect((await rate(id, { rating: 'down', comment: 'wombat' })).status).toBe(204);
    expect(await ratingsOfToday()).toEqual({ 'rating:up': '0', 'rating:down': '1' });
    const record = await redis.hgetall(queueKeys.query('acme', id));
    expect(record['rating']).toBe('down');
    expect(ingress.sealer.open('acme', 'query', record['comment'] ?? '')).toBe('wombat');
    expect(await redis.ttl(queueKeys.query('acme', id))).toBeGreaterThan(0);
    await ingress.call({ method: 'DELETE', path: `/v1/queries/${id}?purge=true`, key: user });
    expect(await redis.hexists(queueKeys.query('acme', id), 'comment')).toBe(0);
  });

  it('is for those who asked, and admins of their tenant', async () => {
    const id = await answered(null);
    expect((await rate(id, { rating: 'down' }, colleague)).status).toBe(404);
    expect((await rate(id, { rating: 'down' }, foreignAdmin)).status).toBe(404);
    expect((await rate('q_unknown', { rating: 'down' })).status).toBe(404);
    expect((await rate(id, { rating: 'down' }, admin)).status).toBe(204);
  });

  it('is not kept at a level without statistics; a bad answer is dropped all the same', async () => {
    const entryId = await cached('rated when reduced');
    const id = await answered(entryId);
    const before = await ratingsOfToday();
    const set = (level: string) =>
      ingress.call({
        method: 'PUT',
        path: '/v1/degradation',
        key: admin,
        body: { level, reason: 'a drill' },
      });
    const rated = async () => (await rate(id, { rating: 'down' })).status;
    const refusal = { detail: 'Ratings are not kept at level reduced. Rate again later.' };
    // What is known to be at maintenance is at a level without statistics when it goes to reduced.
    await set('maintenance');
    const search = { path: '/v1/search', key: user, body: { query: 'leave', mode: 'keyword' } };
    await expect.poll(async () => (await ingress.call(search)).status).toBe(503);
    await set('reduced');
    await expect.poll(() => rate(id, { rating: 'down' })).toMatchObject({ status: 503, body: refusal });
    expect(await isCached(entryId)).toBe(false);
    const isRated = await redis.hexists(queueKeys.query('acme', id), 'rating');
    expect([isRated, await ratingsOfToday()]).toEqual([0, before]);
    await set('full');
    await expect.poll(rated).toBe(204);
  });

  it('waits for the end of the query', async () => {
    const { id } = await ask();
    expect((await rate(id, { rating: 'up' })).status).toBe(409);
    await ingress.call({ method: 'POST', path: `/v1/queries/${id}/cancel`, key: user });
    expect((await rate(id, { rating: 'up' })).status).toBe(204);
  });

  it.each([{ rating: 'fine' }, {}, { rating: 'up', comment: 'x'.repeat(2_001) }, { rating: 'up', more: 1 }])(
    'refuses %j',
    async (body) => {
      expect((await rate('q_1', body)).status).toBe(422);
    },
  );
});

describe('DELETE /v1/cache', () => {
  it('makes every answer of the tenant unreachable first, then removes them, and says how many', async () => {
    const ids = [await cached('one', 'hr'), await cached('two', 'legal')];
    const evict = (path: string, key = admin) => ingress.call({ method: 'DELETE', path, key });
    expect((await evict('/v1/cache', user)).status).toBe(403);
    expect((await evict('/v1/cache', foreignAdmin)).body).toEqual({ evicted: 0 });
    expect((await evict('/v1/cache?namespace=hr')).body).toEqual({ evicted: 1 });
    expect(await Promise.all(ids.map(isCached))).toEqual([false, true]);
    expect((await evict('/v1/cache')).body).toEqual({ evicted: 1 });
    const counters = Object.keys(await redis.hgetall(queueKeys.changes('acme')));
    expect(counters).toEqual(expect.arrayContaining(['*evict', '*evict:hr']));
  });
});

describe('changes of documents', () => {
  it('drop the cached answers that rest on them', async () => {
    const stop = await ingress.ingest();
    const documents = ['relabeled', 'deleted', 'kept'].map((id) => ({
      id,
      title: id,
      content: `About ${id}.`,
    }));
    await ingress.call({ path: '/v1/documents', key: admin, body: { documents } });
    const isThere = async (id: string): Promise<boolean> =>
      (await ingress.call({ path: `/v1/documents/${id}`, key: admin })).status === 200;
    for (const { id } of documents) await vi.waitUntil(() => isThere(id));
    const ids = await Promise.all(documents.map(({ id }) => cached(id, 'default', [id])));
    const path = (id: string): string => `/v1/documents/${id}`;
    await ingress.call({
      method: 'PATCH',
      path: path('relabeled'),
      key: admin,
      body: { namespace: 'board' },
    });
    await ingress.call({ method: 'DELETE', path: path('deleted'), key: admin });
    await vi.waitFor(async () => expect(await Promise.all(ids.map(isCached))).toEqual([false, false, true]));
    await stop();
  });
});
