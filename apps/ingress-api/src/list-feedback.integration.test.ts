import type { QueryHandler } from '@ragfleet/job-queue';
import { queryResultOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let user: string;
let admin: string;
let foreignAdmin: string;

beforeAll(async () => {
  ingress = await startIngress();
  user = await ingress.keyFor({ role: 'user' });
  admin = await ingress.keyFor({ role: 'admin' });
  foreignAdmin = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
});
afterAll(() => ingress.stop());

const citation = {
  index: 1,
  document_id: 'leave',
  chunk_id: 'leave-1',
  title: 'Leave',
  source: null,
  namespace: 'default',
  quote: 'Everybody has 25 days of leave.',
};
const answering: QueryHandler = async () => ({
  status: 'succeeded',
  result: queryResultOf({ answer: '25 days [1].', citations: [citation] }),
});
const ask = async (question: string): Promise<string> =>
  (await ingress.call({ path: '/v1/queries', key: user, body: { question }, headers: { prefer: 'wait=20' } }))
    .id;
const rate = (id: string, body: object) =>
  ingress.call({ path: `/v1/queries/${id}/feedback`, key: user, body });
const list = (query = '', key = admin) => ingress.call({ path: `/v1/feedback${query}`, key });

it('tells an admin what was rated, page by page, and nothing of who asked', async () => {
  const stop = await ingress.work(answering);
  const first = await ask(
    'My name is Maria Schmidt, mail maria.schmidt@example.com: how much leave do I have?',
  );
  await ask('Nobody rates this one?');
  const second = await ask('How long is the notice period?');
  await stop();
  await rate(first, { rating: 'up', comment: 'Call me at maria.schmidt@example.com' });
  await rate(second, { rating: 'down' });

  const all = await list();
  expect(all.status).toBe(200);
  const text = JSON.stringify(all.body);
  expect(text).not.toContain('maria.schmidt');
  expect(text).not.toContain('Maria Schmidt');
  expect(all.body).toMatchObject({
    object: 'list',
    has_more: false,
    next: null,
    truncated: false,
    data: [
      { query_id: second, rating: 'down', comment: null, question: 'How long is the notice period?' },
      {
        query_id: first,
        rating: 'up',
        question: expect.stringContaining('how much leave do I have?') as string,
        is_answered: true,
        citations: [
          {
            document_id: 'leave',
            chunk_id: 'leave-1',
            title: 'Leave',
            quote: 'Everybody has 25 days of leave.',
          },
        ],
      },
    ],
  });
  expect((await list('?rating=up')).body).toMatchObject({ data: [{ query_id: first }] });
  const page = await list('?limit=1');
  expect(page.body).toMatchObject({ data: [{ query_id: second }], has_more: true, next: second });
  expect((await list(`?limit=1&starting_after=${second}`)).body).toMatchObject({
    data: [{ query_id: first }],
    next: null,
  });
});

it('is for admins, of their own tenant', async () => {
  expect((await list('', user)).status).toBe(403);
  expect((await list('', foreignAdmin)).body).toMatchObject({ data: [], next: null });
  expect((await list('?starting_after=%24ne')).status).toBe(422);
});
