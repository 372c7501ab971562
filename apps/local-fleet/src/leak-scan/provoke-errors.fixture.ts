import { expect } from 'vitest';
import { CARD_NUMBER } from './canaries.fixture.ts';
import type { Reading } from './read-sinks.fixture.ts';
import { callApi, type Stage } from './stage.fixture.ts';

/** Requests that are refused, each with a canary where it is tempting to say it again. Resolves to what was said. */
export async function provokeErrors(stage: Stage): Promise<Reading[]> {
  const { of } = stage.canaries;
  const ask = (body: unknown): Promise<Response> =>
    callApi(stage, '/v1/queries', { as: 'user', body, headers });
  const get = (path: string): Promise<Response> => callApi(stage, path, { as: 'user', headers });
  const headers = {
    cookie: `a=${of('cookie')}`,
    'user-agent': of('user agent'),
    referer: `https://${of('referer')}.example.com/`,
  };
  const url = `https://10.0.0.1/${of('callback path')}?token=${of('callback query string')}`;
  const guess = Buffer.from(`operator:${of('dashboard guess')}`).toString('base64');
  const bearer = { authorization: `Bearer ${of('bad credential')}` };
  const replies = await Promise.all([
    ask({ question: 'a', priority: of('refused value') }),
    ask({ question: 'a', [of('refused field')]: 1 }),
    ask(`{"question": ${of('broken JSON')}`),
    ask({ question: of('question'), callback: { url } }),
    get(`/v1/${of('unknown path')}`),
    get(`/v1/queries?after=${of('query string')}`),
    get(`/v1/queries/q_1?after=${of('query string')}`),
    get('/v1/api-keys'),
    callApi(stage, '/v1/queries', { as: null, headers: bearer }),
    callApi(stage, '/v1/search', { body: { query: `card ${CARD_NUMBER}` } }),
    fetch(`${stage.local.dashboard_url}/api/queues`, { headers: { authorization: `Basic ${guess}` } }),
  ]);
  expect(replies.every(({ status }) => status >= 400)).toBe(true);
  return Promise.all(
    replies.map(async (reply) => ({
      sink: 'errors',
      place: `${reply.status} ${new URL(reply.url).pathname}`,
      bytes: Buffer.from(JSON.stringify([...reply.headers]) + (await reply.text())),
    })),
  );
}
