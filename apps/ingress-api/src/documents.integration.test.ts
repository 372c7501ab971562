import { documentResource, ingestionResource, listOf, searchHit } from '@ragfleet/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readEvents } from './testing/call-api.fixture.ts';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let admin: string;
let user: string;
let finance: string;
let foreignAdmin: string;
let ingestionId: string;
let stopIngesting: () => Promise<void>;

const DOCUMENTS = [
  { id: 'leave', title: 'Leave', content: 'Everybody has thirty days of leave a year.', namespace: 'public' },
  {
    id: 'salaries',
    title: 'Salaries',
    content: 'The salary bands of engineers are private.',
    namespace: 'payroll',
  },
  { id: 'budget', title: 'Budget', content: 'The marketing budget is two million.', department: 'finance' },
  {
    id: 'secret',
    title: 'Keys <img src=x onerror=alert(1)>',
    source: 'javascript:alert(1)',
    content: 'The old key was sk-abcdefghijklmnopqrstuvwx1234.',
    namespace: 'public',
  },
];

beforeAll(async () => {
  ingress = await startIngress();
  admin = await ingress.keyFor({ role: 'admin' });
  user = await ingress.keyFor({ role: 'user' });
  finance = await ingress.keyFor({ role: 'user', department: 'finance', namespaces: ['none'] });
  foreignAdmin = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
  stopIngesting = await ingress.ingest();
  const submitted = await ingress.call({ path: '/v1/documents', key: admin, body: { documents: DOCUMENTS } });
  ingestionId = submitted.id;
  await vi.waitUntil(async () => (await ingestionStatus()) === 'finished');
});
afterAll(async () => {
  await stopIngesting();
  await ingress.stop();
});

const ingestionStatus = async () =>
  (await ingress.call({ path: `/v1/ingestions/${ingestionId}`, key: admin })).body['status'];
const hits = listOf(searchHit);
const search = async (query: string, key: string, more: object = {}) =>
  hits.parse((await ingress.call({ path: '/v1/search', key, body: { query, ...more } })).body).data;
const found = async (query: string, key: string, more: object = {}) =>
  (await search(query, key, more)).map((hit) => hit.document_id);
const get = (path: string, key: string) => ingress.call({ path, key });

describe('ingestions', () => {
  it('report every document', async () => {
    const ingestion = ingestionResource.parse((await get(`/v1/ingestions/${ingestionId}`, admin)).body);
    expect(ingestion.counts).toEqual({ total: 4, pending: 0, embedded: 4, unchanged: 0, failed: 0 });
    expect(ingestion.documents?.map(({ document_id }) => document_id).toSorted()).toEqual(
      DOCUMENTS.map(({ id }) => id).toSorted(),
    );
  });

  it.each(['limit', 'starting_after'])('are not listed from a %s that is empty', async (name) => {
    const path = (value: string): string => `/v1/ingestions/${ingestionId}?${name}=${value}`;
    expect((await get(path('0'), admin)).status).toBe(200);
    for (const empty of ['', '%20'])
      expect(await get(path(empty), admin)).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: `/${name}` }] },
      });
  });

  it('end their event stream also for whoever comes late', async () => {
    const events = await readEvents(`${ingress.url}/v1/ingestions/${ingestionId}/events`, { key: admin });
    expect(events.at(-1)).toMatchObject({ type: 'done', data: { id: ingestionId, status: 'finished' } });
  });

  it('are hidden from colleagues and other tenants', async () => {
    for (const key of [user, foreignAdmin]) {
      expect((await get(`/v1/ingestions/${ingestionId}`, key)).status).toBe(404);
    }
  });

  it('need the permission to write', async () => {
    const refused = await ingress.call({ path: '/v1/documents', key: user, body: { documents: DOCUMENTS } });
    expect([refused.status, refused.body['detail']]).toEqual([403, 'Permission denied: write required']);
  });

  it.each(['.', '..'])('refuse the id %s, which no path can name', async (id) => {
    const body = { documents: [{ id, title: 'Folder', content: 'None.' }] };
    const reply = await ingress.call({ path: '/v1/documents', key: admin, body });
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ pointer: '/documents/0/id' }] } });
  });

  it('take a callback that names their one event, and no other', async () => {
    const submit = (event: string) => {
      const callback = { url: 'https://example.com/hook', events: [event] };
      const documents = [{ id: 'leave', title: 'x', content: '' }];
      return ingress.call({ path: '/v1/documents', key: admin, body: { documents, callback } });
    };
    const pointers = async (event: string) =>
      z.array(z.object({ pointer: z.string() })).parse((await submit(event)).body['errors']);
    expect((await pointers('ingestion.finished')).map(({ pointer }) => pointer)).toEqual([
      '/documents/0/content',
    ]);
    expect((await pointers('query.failed')).map(({ pointer }) => pointer)).toContain('/callback/events/0');
  });
});

describe('documents', () => {
  it('are readable by label, and 404 for everybody else', async () => {
    expect(documentResource.parse((await get('/v1/documents/leave', user)).body)).toMatchObject({
      id: 'leave',
      namespace: 'public',
    });
    // It would count for one tenant what the others store.
    expect((await get('/v1/documents/leave', user)).body).not.toHaveProperty('version');
    expect((await get('/v1/documents/salaries', user)).status).toBe(404);
    expect((await get('/v1/documents/leave', foreignAdmin)).status).toBe(404);
    // Without a namespace it is in `default`, which this user may read; the other only shares its department.
    expect((await get('/v1/documents/budget', user)).status).toBe(200);
    expect((await get('/v1/documents/budget', finance)).status).toBe(200);
    expect((await get('/v1/documents/salaries', admin)).status).toBe(200);
  });

  it('are listed by what the caller may read', async () => {
    const ids = async (key: string, query = '') => {
      const page = listOf(documentResource).parse((await get(`/v1/documents${query}`, key)).body);
      return page.data.map(({ id }) => id).toSorted();
    };
    expect(await ids(admin)).toEqual(['budget', 'leave', 'salaries', 'secret']);
    expect(await ids(user)).toEqual(['budget', 'leave', 'secret']);
    expect(await ids(user, '?namespace=payroll')).toEqual([]);
    expect(await ids(foreignAdmin)).toEqual([]);
  });
});

describe('search', () => {
  it.each(['hybrid', 'dense', 'keyword'])(
    'finds by %s what the caller may read, best first',
    async (mode) => {
      const [best] = await search('How many days of leave?', user, { mode });
      expect(best).toMatchObject({ document_id: 'leave', rank: 1, title: 'Leave' });
      expect(await found('salary bands of engineers', user, { mode })).not.toContain('salaries');
      expect(await found('salary bands of engineers', admin, { mode })).toContain('salaries');
      expect(await found('leave', foreignAdmin, { mode })).toEqual([]);
    },
  );

  it('never widens: no namespaces is nothing, a foreign one is left out', async () => {
    expect(await found('leave', user, { namespaces: [] })).toEqual([]);
    expect(await found('salary', user, { namespaces: ['payroll'] })).toEqual([]);
    expect(await found('salary', admin, { namespaces: ['payroll'] })).toEqual(['salaries']);
  });

  it.each([' \n ', '\u200B\u0000'])('refuses a query in which nobody sees a character', async (query) => {
    const refused = await ingress.call({ path: '/v1/search', key: user, body: { query } });
    expect([refused.status, refused.body['errors']]).toEqual([
      422,
      [expect.objectContaining({ pointer: '/query' })],
    ]);
  });

  it('gives at most 20 passages', async () => {
    const status = async (topK: number) =>
      (await ingress.call({ path: '/v1/search', key: user, body: { query: 'leave', top_k: topK } })).status;
    expect([await status(20), await status(21)]).toEqual([200, 422]);
  });

  it('shows no secret that a document holds', async () => {
    expect(JSON.stringify(await search('old key', user))).not.toContain('sk-abcdefghijklmnop');
  });

  it('shows no title and no source that a reader’s program could act on', async () => {
    const [hit] = await search('old key', user);
    expect([hit?.title.trim(), hit?.source]).toEqual(['Keys', null]);
  });

  it('does not look for blocked personal data', async () => {
    const query = 'Who has the card 4111 1111 1111 1111?';
    const refused = await ingress.call({ path: '/v1/search', key: user, body: { query } });
    expect(refused.status).toBe(422);
    expect(JSON.stringify(refused.body)).not.toContain('4111');
  });
});

describe('changes', () => {
  it('of labels and deletions are in force when the call returns', async () => {
    const patch = { method: 'PATCH', path: '/v1/documents/salaries', key: admin };
    const moved = await ingress.call({ ...patch, body: { namespace: 'public' } });
    expect([moved.status, moved.body['namespace']]).toEqual([200, 'public']);
    expect(await found('salary bands', user)).toContain('salaries');
    await ingress.call({ ...patch, body: { namespace: 'payroll' } });
    expect(await found('salary bands', user)).not.toContain('salaries');

    const remove = { method: 'DELETE', path: '/v1/documents/salaries' };
    expect((await ingress.call({ ...remove, key: foreignAdmin })).status).toBe(404);
    expect((await ingress.call({ ...remove, key: user })).status).toBe(403);
    expect((await ingress.call({ ...remove, key: admin })).status).toBe(204);
    expect(await found('salary bands', admin)).not.toContain('salaries');
    expect((await ingress.call({ ...remove, key: admin })).status).toBe(404);
  });

  it('are refused when they name nothing', async () => {
    const patch = { method: 'PATCH', path: '/v1/documents/leave', key: admin };
    expect((await ingress.call({ ...patch, body: {} })).status).toBe(422);
  });
});
