import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { queryResource } from '@ragfleet/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  AWS_REQUEST_ID,
  eventOf,
  type LambdaStage,
  openLambdaStage,
  sendTo,
} from '../testing/lambda-stage.fixture.ts';

let stage: LambdaStage;
let user: string;
let admin: string;
let guest: string;
beforeAll(async () => {
  stage = await openLambdaStage();
  user = await stage.keyFor('user');
  admin = await stage.keyFor('admin');
  guest = await stage.keyFor('guest', 'globex');
});
afterAll(() => stage.stop());

const question = (more: object = {}) =>
  JSON.stringify({ question: 'How many days of leave do I have?', ...more });
const waitingIn = (lane: string) => stage.redis.llen(`bull:rag-${lane}:wait`);

describe.each([
  ['an HTTP API', 'http-api-ask'],
  ['a REST API', 'rest-api-ask'],
])('a question that comes through %s', (_name, event) => {
  it('is accepted, and its job is in the lane', async () => {
    const before = await waitingIn('low');
    const { status, headers, body } = await stage.send(event, {
      key: user,
      body: question({ priority: 'low' }),
    });
    expect([status, headers['location'], headers['x-request-id']]).toEqual([
      202,
      `/v1/queries/${String(body['id'])}`,
      AWS_REQUEST_ID,
    ]);
    expect(queryResource.parse(body)).toMatchObject({ status: 'queued', priority: 'low' });
    expect(await waitingIn('low')).toBe(before + 1);
    const polled = await stage.send('http-api-get', { key: user, path: `/v1/queries/${String(body['id'])}` });
    expect([polled.status, polled.body['id']]).toEqual([200, body['id']]);
  });

  it('is refused without a credential, with a bad body, and when it is too large', async () => {
    const refused = await Promise.all([
      stage.send(event),
      stage.send(event, { key: user, body: '{"question":""}' }),
      stage.send(event, { key: user, body: '{' }),
      stage.send(event, { key: user, body: question({ metadata: { a: 'x'.repeat(70_000) } }) }),
      stage.send(event, { key: user, headers: { 'content-type': 'text/plain' } }),
    ]);
    expect(refused.map(({ status }) => status)).toEqual([401, 422, 400, 413, 415]);
    for (const { headers, body } of refused) {
      expect(headers['content-type']).toContain('application/problem+json');
      expect(body).toMatchObject({ detail: expect.any(String) as unknown, instance: '/v1/queries' });
    }
  });

  it('is the same question again under its Idempotency-Key', async () => {
    const ask = { key: user, headers: { 'idempotency-key': `again-${event}` } };
    const first = await stage.send(event, ask);
    const again = await stage.send(event, ask);
    expect([again.status, again.body['id']]).toEqual([202, first.body['id']]);
    expect([first.headers['idempotency-replayed'], again.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect((await stage.send(event, { ...ask, body: question({ top_k: 2 }) })).status).toBe(422);
  });
});

it('reads a body in base64, compressed, beside cookies', async () => {
  const body = gzipSync(question({ metadata: { ticket: 'ä' } })).toString('base64');
  const { status, body: resource } = await stage.send('http-api-ask-base64', { key: user, body });
  expect([status, resource['metadata']]).toEqual([202, { ticket: 'ä' }]);
});

it('takes a query string and every value of a header as they are', async () => {
  for (const _ of [1, 2, 3]) await stage.send('http-api-ask', { key: guest });
  const { status, body } = await stage.send('rest-api-list', { key: guest });
  expect([status, body['data'], body['has_more']]).toEqual([
    200,
    expect.objectContaining({ length: 2 }),
    true,
  ]);
  const event = await eventOf('rest-api-list', { key: guest });
  const doubled = [`Bearer ${guest}`, `Bearer ${admin}`];
  const two = { ...event, multiValueHeaders: { ...event.multiValueHeaders, authorization: doubled } };
  expect((await sendTo(stage.lambda, two)).status).toBe(401);
});

it('limits by the address that the gateway saw, whatever the client says', async () => {
  const lambda = stage.container({ ...stage.env, REQUESTS_PER_MINUTE_PER_ADDRESS: '1' });
  const ask = async (sourceIp: string, said: string) => {
    const event = await eventOf('http-api-ask', { key: user, headers: { 'x-forwarded-for': said } });
    Object.assign(event.requestContext.http ?? {}, { sourceIp });
    return (await sendTo(lambda, event)).status;
  };
  expect(await ask('203.0.113.7', '192.0.2.1')).toBe(202);
  expect(await ask('203.0.113.7', '192.0.2.2')).toBe(429);
  expect(await ask('203.0.113.8', '192.0.2.1')).toBe(202);
});

describe('a wait', () => {
  it('ends in the reply when the query does', async () => {
    const stop = await stage.work(async () => ({
      status: 'failed',
      error: {
        type: 'https://ragfleet.dev/problems/unavailable',
        title: 'No',
        detail: 'No.',
        retryable: true,
      },
    }));
    const { status, headers, body } = await stage.send('http-api-ask', {
      key: user,
      headers: { prefer: 'respond-async, wait=60' },
      body: question({ priority: 'high' }),
    });
    expect([status, body['status']]).toEqual([200, 'failed']);
    expect(headers['preference-applied']).toBe('wait=25');
    await stop();
  });

  it('is 25 s at most, and less where the invocation has less left', async () => {
    // Nobody works: what is preferred is what would be waited for.
    const ask = (remainingMs: number) =>
      stage.send('http-api-ask', { key: user, headers: { prefer: 'wait=60' }, remainingMs });
    const short = await ask(5_000);
    expect([short.status, short.headers['preference-applied']]).toEqual([202, 'wait=1']);
    const none = await ask(4_000);
    expect([none.status, none.headers['preference-applied']]).toEqual([202, undefined]);
  });
});

it('says what to do where it cannot stream', async () => {
  const { body } = await stage.send('http-api-ask', { key: user });
  const path = `/v1/queries/${String(body['id'])}/events`;
  const own = await stage.send('http-api-get', { key: user, path });
  expect([own.status, own.body['detail']]).toEqual([501, expect.stringContaining('Poll')]);
  const foreign = await stage.send('http-api-get', { key: guest, path });
  expect(foreign.status).toBe(404);
});

it('has written a refusal into the audit log when it answers', async () => {
  const dir = stage.env['AUDIT_DIR'] ?? '';
  // Read without giving anything else a turn, as in a container that is frozen with its reply.
  const written = () =>
    readdirSync(dir)
      .filter((name) => name.endsWith('.jsonl'))
      .map((name) => readFileSync(join(dir, name), 'utf8'))
      .join('')
      .split('access_denied').length;
  const before = written();
  const event = await eventOf('http-api-get', { key: user, path: '/v1/audit' });
  const after = await sendTo(stage.lambda, event).then(({ status }) => [status, written()]);
  expect(after).toEqual([403, before + 1]);
});

it('serves again after a frost in which every connection was cut', async () => {
  expect((await stage.send('http-api-ask', { key: user })).status).toBe(202);
  await stage.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await stage.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
  stage.thawAfter(60_000);
  expect((await stage.send('http-api-ask', { key: user })).status).toBe(202);
});

it('answers 503 before Lambda ends the invocation, and says that the outcome is unknown', async () => {
  const { status, body } = await stage.send('http-api-ask', { key: user, remainingMs: 500 });
  expect([status, body['detail']]).toEqual([503, expect.stringContaining('same Idempotency-Key')]);
});

const clients = async () => String(await stage.redis.client('LIST')).split('\n').length;

describe('a container', () => {
  it.each([
    ['a variable is missing', { QUEUE_REDIS_URL: '' }, 'QUEUE_REDIS_URL'],
    ['Redis is away', { QUEUE_REDIS_URL: 'redis://127.0.0.1:1' }, 'Redis cannot be reached'],
  ])('answers 503 and logs the fix when %s', async (_name, change, fix) => {
    const lambda = stage.container({ ...stage.env, ...change });
    await lambda.prepare();
    const { status, headers, body } = await sendTo(lambda, await eventOf('http-api-ask', { key: user }));
    expect([status, headers['retry-after'] !== undefined, body['detail']]).toEqual([
      503,
      true,
      expect.stringContaining('could not start'),
    ]);
    expect(JSON.stringify(body)).not.toContain('QUEUE_REDIS_URL');
    expect(stage.logged.join('\n')).toContain(fix);
  });

  it('that cannot start leaves no connection behind', async () => {
    const before = await clients();
    const lambda = stage.container({ ...stage.env, DATABASE_URL: 'postgres://127.0.0.1:1/none' });
    const { status } = await sendTo(lambda, await eventOf('http-api-ask', { key: user }));
    expect(status).toBe(503);
    await vi.waitFor(async () => expect(await clients()).toBe(before));
  });

  it('holds as many connections as the recipe says, however many requests there are', async () => {
    const lambda = stage.container();
    const before = await clients();
    const ask = await eventOf('http-api-ask', { key: user });
    expect((await sendTo(lambda, structuredClone(ask))).status).toBe(202);
    const opened = await clients();
    expect((await sendTo(lambda, structuredClone(ask))).status).toBe(202);
    // What the recipe reckons with.
    expect([opened - before, await clients()]).toEqual([12, opened]);
    await lambda.stop(3_000);
    await vi.waitFor(async () => expect(await clients()).toBe(before));
  });

  it('refuses what is no event of a gateway', async () => {
    const { status, body } = await sendTo(stage.lambda, { source: 'aws.events' });
    expect([status, body['detail']]).toEqual([400, expect.stringContaining('payload format')]);
  });
});
