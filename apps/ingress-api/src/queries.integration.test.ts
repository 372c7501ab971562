import { queryResource, queueKeys } from '@ragfleet/contracts';
import type { QueryHandler } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { queryResultOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readEvents } from './testing/call-api.fixture.ts';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let user: string;
let admin: string;
let foreignAdmin: string;

beforeAll(async () => {
  ingress = await startIngress({ WEBHOOK_ALLOW_HOSTS: '127.0.0.1' });
  user = await ingress.keyFor({ role: 'user' });
  admin = await ingress.keyFor({ role: 'admin' });
  foreignAdmin = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
});
afterAll(() => ingress.stop());

const ask = (body: object, headers: Record<string, string> = {}, key = user) =>
  ingress.call({
    path: '/v1/queries',
    key,
    body: { question: 'How much leave do I have?', ...body },
    headers,
  });

const result = queryResultOf();
const answers: QueryHandler = async ({ events }) => {
  for (const text of ['30 ', 'days ', '[1].']) events.append('token', { text, run: 1 });
  await events.flush();
  return { status: 'succeeded', result };
};

describe('submitting', () => {
  it('accepts a question and shows where to follow it', async () => {
    const { status, headers, body, id } = await ask({ metadata: { ticket: '42' } });
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/queries/${id}`);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(headers.get('x-request-id')).toBeTruthy();
    expect(queryResource.parse(body)).toMatchObject({ status: 'queued', queue_position: 1, result: null });
    const read = await ingress.call({ path: `/v1/queries/${id}`, key: user });
    expect(read.body).toEqual(body);
  });

  it('counts the deadline by the clock of the queue Redis, not by that of its machine', async () => {
    const { now } = Date;
    const behind = vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
    onTestFinished(() => behind.mockRestore());
    const { body } = await ask({ deadline_seconds: 60 });
    expect(Date.parse(String(body['deadline_at']))).toBeGreaterThan(now() + 50_000);
  });

  it('gives each lane its own deadline', async () => {
    for (const [priority, seconds] of [
      ['high', 60],
      ['normal', 300],
      ['low', 1_800],
    ] as const) {
      const { body } = await ask({ priority });
      const { created_at, deadline_at } = queryResource.parse(body);
      expect((Date.parse(deadline_at) - Date.parse(created_at)) / 1_000).toBe(seconds);
    }
  });

  it('answers the same Idempotency-Key with the same query, and 422 with another body', async () => {
    const headers = { 'idempotency-key': 'k-1' };
    const first = await ask({ priority: 'low', top_k: 3 }, headers);
    const again = await ask({ top_k: 3, priority: 'low' }, headers);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect([again.status, again.id]).toEqual([202, first.id]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await ask({ priority: 'low', top_k: 4 }, headers)).status).toBe(422);
    const colleague = await ask({ priority: 'low', top_k: 4 }, headers, admin);
    expect([colleague.status, colleague.id === first.id]).toEqual([202, false]);
  });

  it.each([
    ['no question', { question: undefined }, '/question'],
    ['a question that is too long', { question: 'x'.repeat(2_001) }, '/question'],
    ['an unknown field', { qestion: 'typo' }, '/qestion'],
    ['an unknown lane', { priority: 'urgent' }, '/priority'],
    [
      'too much history',
      { history: Array.from({ length: 21 }, () => ({ role: 'user', content: 'x' })) },
      '/history',
    ],
    ['more than 16 kB of history', { history: [{ role: 'user', content: 'ä'.repeat(8_193) }] }, '/history'],
    ['a private callback', { callback: { url: 'https://10.0.0.1/hook' } }, '/callback/url'],
    ['a callback without https', { callback: { url: 'http://example.com/hook' } }, '/callback/url'],
  ])('refuses %s with 422 and a pointer', async (_name, body, pointer) => {
    const refused = await ask(body);
    expect(refused.status).toBe(422);
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(refused.body['errors']).toContainEqual(expect.objectContaining({ pointer }));
  });

  it('takes 16 kB of history, whatever its JSON adds to that', async () => {
    const history = Array.from({ length: 16 }, () => ({ role: 'user', content: 'x'.repeat(1_024) }));
    expect((await ask({ history })).status).toBe(202);
  });

  it('takes a callback to a host that is allowed', async () => {
    expect((await ask({ callback: { url: 'http://127.0.0.1:9000/hook' } })).status).toBe(202);
  });

  it('refuses a lane that the key may not use', async () => {
    const limited = await ingress.keyFor({ role: 'user', lanes: ['low'] });
    expect((await ask({ priority: 'high' }, {}, limited)).status).toBe(403);
    expect((await ask({ priority: 'low' }, {}, limited)).status).toBe(202);
  });

  it('answers a batch item by item, in order', async () => {
    const path = '/v1/queries/batch';
    const queries = [
      { question: 'one', priority: 'low' },
      { question: '' },
      { question: 'three', priority: 'low' },
    ];
    const headers = { 'idempotency-key': 'batch-1' };
    const accepted = await ingress.call({ path, key: user, body: { queries }, headers });
    const { status, body } = accepted;
    expect([status, accepted.headers.get('retry-after')]).toEqual([202, '1']);
    expect(body).toMatchObject({
      object: 'list',
      data: [{ question: 'one' }, { status: 422, instance: `${path}#/queries/1` }, { question: 'three' }],
    });
    const again = await ingress.call({ path, key: user, body: { queries }, headers });
    expect(idsOf(again.body)).toEqual(idsOf(body));
  });
});

const idsOf = (body: Readonly<Record<string, unknown>>): unknown[] =>
  Array.isArray(body['data']) ? body['data'].map((item: { id?: unknown }) => item.id) : [];

describe('whose query it is', () => {
  it('hides it from a colleague and from another tenant, and shows it to an admin of the tenant', async () => {
    const { id } = await ask({});
    const colleague = await ingress.keyFor({ role: 'analyst' });
    for (const [method, path] of [
      ['GET', `/v1/queries/${id}`],
      ['GET', `/v1/queries/${id}/events`],
      ['DELETE', `/v1/queries/${id}`],
      ['POST', `/v1/queries/${id}/cancel`],
      ['DELETE', `/v1/queries/${id}?purge=true`],
    ] as const) {
      for (const key of [colleague, foreignAdmin]) {
        expect((await ingress.call({ method, path, key })).status).toBe(404);
      }
    }
    expect((await ingress.call({ path: `/v1/queries/${id}`, key: admin })).status).toBe(200);
    expect((await ingress.call({ path: '/v1/queries/q_none', key: user })).status).toBe(404);
    expect((await ingress.call({ path: '/v1/queries/..%2f..%2fetc', key: user })).status).toBe(404);
  });

  it('lists own queries, and the whole tenant for an admin', async () => {
    const ada = await ingress.keyFor({ role: 'user' });
    const ids = [await ask({}, {}, ada), await ask({}, {}, ada)].map(({ id }) => id);
    const own = await ingress.call({ path: '/v1/queries?limit=1', key: ada });
    expect([idsOf(own.body), own.body['has_more']]).toEqual([[ids[1]], true]);
    const next = await ingress.call({ path: `/v1/queries?limit=1&starting_after=${ids[1]}`, key: ada });
    expect([idsOf(next.body), next.body['has_more']]).toEqual([[ids[0]], false]);
    expect(idsOf((await ingress.call({ path: '/v1/queries', key: admin })).body)).toContain(ids[0]);
    expect(idsOf((await ingress.call({ path: '/v1/queries', key: foreignAdmin })).body)).not.toContain(
      ids[0],
    );
    expect((await ingress.call({ path: '/v1/queries?limit=1000', key: ada })).status).toBe(422);
  });
});

describe('ending', () => {
  it('cancels once and says so again, and purges what was written', async () => {
    const { id } = await ask({ question: 'a secret of mine' });
    const path = `/v1/queries/${id}`;
    for (const [method, at] of [
      ['DELETE', path],
      ['POST', `${path}/cancel`],
    ] as const) {
      const canceled = await ingress.call({ method, path: at, key: user });
      expect([canceled.status, canceled.body['status']]).toEqual([200, 'canceled']);
    }
    const purged = await ingress.call({ method: 'DELETE', path: `${path}?purge=true`, key: user });
    expect(purged.status).toBe(200);
    expect(JSON.stringify((await ingress.call({ path, key: user })).body)).not.toContain('secret');
  });
});

describe('with a worker', () => {
  it('waits as long as asked and answers 200 with the finished query, else 202', async () => {
    const late = await ask({ priority: 'low' }, { prefer: 'wait=1' });
    expect([late.status, late.headers.get('preference-applied')]).toEqual([202, 'wait=1']);
    const stop = await ingress.work(answers);
    const { status, body } = await ask({}, { prefer: 'respond-async, wait=30' });
    expect([status, body['status']]).toEqual([200, 'succeeded']);
    expect(queryResource.parse(body).result?.answer).toBe(result.answer);
    await stop();
  });

  it('replays the stream to whoever comes late, resumes it, and closes after done', async () => {
    const stop = await ingress.work(answers);
    const { id } = await ask({}, { prefer: 'wait=30' });
    await stop();
    const url = `${ingress.url}/v1/queries/${id}/events`;
    const events = await readEvents(url, { key: user });
    const tokens = events.filter(({ type }) => type === 'token');
    expect(tokens.map(({ data }) => data['text']).join('')).toBe(result.answer);
    expect(events.map(({ type }) => type).filter((type) => type !== 'token')).toEqual([
      'status',
      'status',
      'done',
    ]);
    expect(events.at(-1)?.data).toMatchObject({ id, status: 'succeeded' });
    const rest = await readEvents(url, { key: user, lastEventId: events[2]?.id ?? '' });
    expect(rest).toEqual(events.slice(3));
  });

  it('tells the whole answer again to whoever resumes after the stream is gone', async () => {
    const stop = await ingress.work(answers);
    const { id } = await ask({}, { prefer: 'wait=30' });
    await stop();
    const url = `${ingress.url}/v1/queries/${id}/events`;
    const [, , token] = await readEvents(url, { key: user });
    const redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'test' });
    await whenReady(redis, 2_000);
    await redis.del(queueKeys.events('acme', id));
    await closeRedis(redis, 500);
    const events = await readEvents(url, { key: user, lastEventId: token?.id ?? '' });
    expect(events.map(({ type }) => type)).toEqual(['reset', 'status', 'status', 'token', 'done']);
    expect(events[3]?.data['text']).toBe(result.answer);
    expect(await readEvents(url, { key: user, lastEventId: events[2]?.id ?? '' })).toEqual(events.slice(3));
  });

  it('follows a query live', async () => {
    const { id } = await ask({ priority: 'high' });
    const following = readEvents(`${ingress.url}/v1/queries/${id}/events`, { key: user });
    const stop = await ingress.work(answers);
    expect((await following).at(-1)).toMatchObject({ type: 'done', data: { status: 'succeeded' } });
    await stop();
  });

  it('refuses to cancel what has finished', async () => {
    const stop = await ingress.work(answers);
    const { id } = await ask({}, { prefer: 'wait=30' });
    await stop();
    expect((await ingress.call({ method: 'DELETE', path: `/v1/queries/${id}`, key: user })).status).toBe(409);
  });
});
