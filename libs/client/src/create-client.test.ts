import { expect, onTestFinished, test, vi } from 'vitest';
import { createClient } from './create-client.ts';
import type { QueryEvent } from './resources/query.ts';
import { RagfleetError } from './problem.ts';
import { json, openClientStage, problem, type Received, type Reply } from './testing/client-stage.fixture.ts';

const stage = openClientStage();
const events =
  (lines: string): Reply =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(lines);
const NOBODY: Received = { method: undefined, url: undefined, headers: {}, body: '' };

const collect = async (stream: AsyncIterable<QueryEvent>): Promise<QueryEvent[]> => {
  const all: QueryEvent[] = [];
  for await (const event of stream) all.push(event);
  return all;
};

test('sends the key, the body and an idempotency key of its own', async () => {
  stage.replies = [json(202, { id: 'q_1', status: 'queued' })];
  const query = await stage.client.queries.create({ question: 'Why?', priority: 'high' }, { waitSeconds: 5 });
  expect(query.id).toBe('q_1');
  expect(stage.received[0]).toMatchObject({ method: 'POST', url: '/v1/queries' });
  expect(stage.received[0]?.headers).toMatchObject({
    authorization: 'Bearer rag_test_key',
    prefer: 'wait=5',
  });
  expect(JSON.parse(stage.received[0]?.body ?? '')).toEqual({ question: 'Why?', priority: 'high' });
  expect(stage.received[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
});

test('repeats a 503 under the same idempotency key', async () => {
  stage.replies = [
    problem(503, 'unavailable', { 'retry-after': '0' }),
    json(202, { id: 'q_1', status: 'queued' }),
  ];
  await stage.client.queries.create({ question: 'Why?' });
  expect(stage.received).toHaveLength(2);
  expect(stage.received[1]?.headers['idempotency-key']).toBe(stage.received[0]?.headers['idempotency-key']);
});

test('gives up after its attempts with the problem as a typed error', async () => {
  stage.replies = [problem(429, 'rate-limited', { 'retry-after': '0' })];
  const error = await stage.client.queries.get('q_1').catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(RagfleetError);
  expect(error).toMatchObject({ status: 429, kind: 'rate-limited', isRetryable: true, retryAfterMs: 0 });
  expect(stage.received).toHaveLength(4);
});

test('does not repeat what the caller must change', async () => {
  stage.replies = [problem(422, 'invalid-input')];
  await expect(stage.client.queries.create({ question: '' })).rejects.toThrow('invalid-input: Do it so.');
  expect(stage.received).toHaveLength(1);
});

test.each([
  ['begins with its title', 'Permission denied: write required'],
  ['is its title', 'Permission denied'],
])('a problem whose detail %s says it once', (_what, detail) => {
  const forbidden = {
    type: 'https://ragfleet.dev/problems/forbidden',
    title: 'Permission denied',
    status: 403,
  };
  expect(new RagfleetError({ ...forbidden, detail }).message).toBe(detail);
});

test('repeats what a gateway could not deliver, and a reply that broke off', async () => {
  stage.replies = [
    (response) => response.writeHead(502).end('<html>'),
    (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id":', () => response.destroy());
    },
    json(200, { id: 'q_1' }),
  ];
  expect((await stage.client.queries.get('q_1')).id).toBe('q_1');
  expect(stage.received).toHaveLength(3);
});

test('leaves it to the caller when it is told to wait for long', async () => {
  stage.replies = [problem(429, 'rate-limited', { 'retry-after': '3600' })];
  await expect(stage.client.queries.get('q_1')).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
  expect(stage.received).toHaveLength(1);
});

test('waits as long as the fleet asks it to, up to 30 s', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const answers = [new Response('{}', { status: 429, headers: { 'retry-after': '20' } })];
  const send = vi.fn<typeof fetch>(async () => answers.shift() ?? Response.json({ id: 'q_1' }));
  const query = createClient({ ...stage.options, fetch: send }).queries.get('q_1');
  await vi.advanceTimersByTimeAsync(19_999);
  expect(send).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect((await query).id).toBe('q_1');
});

test('is as patient as the wait that it asked for', async () => {
  const impatient = createClient({ ...stage.options, timeoutMs: 50, maxAttempts: 1 });
  stage.replies = [(response) => void setTimeout(() => json(200, { id: 'q_1' })(response, NOBODY), 200)];
  await expect(impatient.queries.get('q_1')).rejects.toMatchObject({ kind: 'no-reply' });
  expect((await impatient.queries.create({ question: 'Why?' }, { waitSeconds: 60 })).id).toBe('q_1');
});

test('a page of a proxy is no resource', async () => {
  stage.replies = [(response) => response.writeHead(200).end('<html>')];
  await expect(stage.client.queries.get('q_1')).rejects.toMatchObject({ kind: 'unexpected-reply' });
});

test('does not repeat a submission of documents without ids', async () => {
  stage.replies = [problem(503, 'unavailable')];
  await expect(stage.client.documents.submit([{ title: 'a', content: 'b' }])).rejects.toMatchObject({
    status: 503,
  });
  expect(stage.received).toHaveLength(1);
});

test('a reply that is no problem is still an error with a hint', async () => {
  stage.replies = [(response) => response.writeHead(404).end('<html>')];
  await expect(stage.client.documents.get('a')).rejects.toThrow(/Is this address a Ragfleet ingress/);
});

test('an address where nobody answers is an error that names it', async () => {
  const nobody = createClient({ url: 'http://127.0.0.1:1', apiKey: 'k', maxAttempts: 1 });
  await expect(nobody.queries.get('q_1')).rejects.toMatchObject({ status: 0, kind: 'no-reply' });
});

test('streams events to done, comments left out, text over several lines joined', async () => {
  stage.replies = [
    events(
      ': hello\n\nid: 1\nevent: token\ndata: {"text":"é",\ndata: "run":1}\n\nid: 2\nevent: done\ndata: {"id":"q_1"}\n\n',
    ),
  ];
  expect(await collect(stage.client.queries.stream('q_1'))).toEqual([
    { type: 'token', data: { text: 'é', run: 1 } },
    { type: 'done', data: { id: 'q_1' } },
  ]);
});

test('takes a broken stream up after the last event that it saw', async () => {
  stage.replies = [
    (response) => {
      response
        .writeHead(200)
        .write('id: 7\r\nevent: token\r\ndata: {"text":"a","run":1}\r\n\r\n', () => response.destroy());
    },
    events('id: 8\nevent: done\ndata: {"id":"q_1"}\n\n'),
  ];
  const seen = await collect(stage.client.queries.stream('q_1'));
  expect(seen.map(({ type }) => type)).toEqual(['token', 'done']);
  expect(stage.received[1]?.headers['last-event-id']).toBe('7');
});

test('an aborted call ends with the reason of its signal', async () => {
  stage.replies = [() => undefined];
  const controller = new AbortController();
  const call = stage.client.search({ query: 'x' }, { signal: controller.signal });
  controller.abort(new Error('changed my mind'));
  await expect(call).rejects.toThrow('changed my mind');
});

test('names go into the path escaped', async () => {
  stage.replies = [json(204, null)];
  await stage.client.documents.delete('../queries/q_1');
  expect(stage.received[0]).toMatchObject({ method: 'DELETE', url: '/v1/documents/..%2Fqueries%2Fq_1' });
});
