import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { type ClientOptions, createClient, type RagfleetClient } from './create-client.ts';
import type { QueryEvent } from './resources/query.ts';
import { RagfleetError } from './problem.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}
type Reply = (response: ServerResponse, request: Received) => void;

let server: Server;
let client: RagfleetClient;
let options: ClientOptions;
let received: Received[];
let replies: Reply[];

beforeEach(async () => {
  received = [];
  replies = [];
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url, headers } = request;
      const seen = { method, url, headers, body };
      received.push(seen);
      (replies.length > 1 ? replies.shift() : replies[0])?.(response, seen);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  options = { url: `http://127.0.0.1:${port}/`, apiKey: 'rag_test_key', timeoutMs: 2_000 };
  client = createClient(options);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const NOBODY: Received = { method: undefined, url: undefined, headers: {}, body: '' };
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const problem = (status: number, kind: string, headers: Record<string, string> = {}): Reply =>
  json(
    status,
    { type: `https://ragfleet.dev/problems/${kind}`, title: kind, status, detail: 'Do it so.' },
    headers,
  );
const events =
  (lines: string): Reply =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(lines);

const collect = async (stream: AsyncIterable<QueryEvent>): Promise<QueryEvent[]> => {
  const all: QueryEvent[] = [];
  for await (const event of stream) all.push(event);
  return all;
};

test('sends the key, the body and an idempotency key of its own', async () => {
  replies = [json(202, { id: 'q_1', status: 'queued' })];
  const query = await client.queries.create({ question: 'Why?', priority: 'high' }, { waitSeconds: 5 });
  expect(query.id).toBe('q_1');
  expect(received[0]).toMatchObject({ method: 'POST', url: '/v1/queries' });
  expect(received[0]?.headers).toMatchObject({ authorization: 'Bearer rag_test_key', prefer: 'wait=5' });
  expect(JSON.parse(received[0]?.body ?? '')).toEqual({ question: 'Why?', priority: 'high' });
  expect(received[0]?.headers['idempotency-key']).toMatch(/^[0-9a-f-]{36}$/);
});

test('repeats a 503 under the same idempotency key', async () => {
  replies = [problem(503, 'unavailable', { 'retry-after': '0' }), json(202, { id: 'q_1', status: 'queued' })];
  await client.queries.create({ question: 'Why?' });
  expect(received).toHaveLength(2);
  expect(received[1]?.headers['idempotency-key']).toBe(received[0]?.headers['idempotency-key']);
});

test('gives up after its attempts with the problem as a typed error', async () => {
  replies = [problem(429, 'rate-limited', { 'retry-after': '0' })];
  const error = await client.queries.get('q_1').catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(RagfleetError);
  expect(error).toMatchObject({ status: 429, kind: 'rate-limited', isRetryable: true, retryAfterMs: 0 });
  expect(received).toHaveLength(4);
});

test('does not repeat what the caller must change', async () => {
  replies = [problem(422, 'invalid-input')];
  await expect(client.queries.create({ question: '' })).rejects.toThrow('invalid-input: Do it so.');
  expect(received).toHaveLength(1);
});

test('repeats what a gateway could not deliver, and a reply that broke off', async () => {
  replies = [
    (response) => response.writeHead(502).end('<html>'),
    (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id":', () => response.destroy());
    },
    json(200, { id: 'q_1' }),
  ];
  expect((await client.queries.get('q_1')).id).toBe('q_1');
  expect(received).toHaveLength(3);
});

test('leaves it to the caller when it is told to wait for long', async () => {
  replies = [problem(429, 'rate-limited', { 'retry-after': '3600' })];
  await expect(client.queries.get('q_1')).rejects.toMatchObject({ retryAfterMs: 3_600_000 });
  expect(received).toHaveLength(1);
});

test('waits as long as the fleet asks it to, up to 30 s', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const answers = [new Response('{}', { status: 429, headers: { 'retry-after': '20' } })];
  const send = vi.fn<typeof fetch>(async () => answers.shift() ?? Response.json({ id: 'q_1' }));
  const query = createClient({ ...options, fetch: send }).queries.get('q_1');
  await vi.advanceTimersByTimeAsync(19_999);
  expect(send).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect((await query).id).toBe('q_1');
});

test('is as patient as the wait that it asked for', async () => {
  const impatient = createClient({ ...options, timeoutMs: 50, maxAttempts: 1 });
  replies = [(response) => void setTimeout(() => json(200, { id: 'q_1' })(response, NOBODY), 200)];
  await expect(impatient.queries.get('q_1')).rejects.toMatchObject({ kind: 'no-reply' });
  expect((await impatient.queries.create({ question: 'Why?' }, { waitSeconds: 60 })).id).toBe('q_1');
});

test('a page of a proxy is no resource', async () => {
  replies = [(response) => response.writeHead(200).end('<html>')];
  await expect(client.queries.get('q_1')).rejects.toMatchObject({ kind: 'unexpected-reply' });
});

test('does not repeat a submission of documents without ids', async () => {
  replies = [problem(503, 'unavailable')];
  await expect(client.documents.submit([{ title: 'a', content: 'b' }])).rejects.toMatchObject({
    status: 503,
  });
  expect(received).toHaveLength(1);
});

test('a reply that is no problem is still an error with a hint', async () => {
  replies = [(response) => response.writeHead(404).end('<html>')];
  await expect(client.documents.get('a')).rejects.toThrow(/Is this address a Ragfleet ingress/);
});

test('an address where nobody answers is an error that names it', async () => {
  const nobody = createClient({ url: 'http://127.0.0.1:1', apiKey: 'k', maxAttempts: 1 });
  await expect(nobody.queries.get('q_1')).rejects.toMatchObject({ status: 0, kind: 'no-reply' });
});

test('waits until a query is finished', async () => {
  replies = [
    json(200, { status: 'queued' }),
    json(200, { status: 'running' }),
    json(200, { status: 'failed' }),
  ];
  expect((await client.queries.wait('q_1')).status).toBe('failed');
  expect(received).toHaveLength(3);
});

test('waiting ends at its own limit', async () => {
  replies = [json(200, { status: 'queued' })];
  await expect(client.queries.wait('q_1', { timeoutMs: 100 })).rejects.toMatchObject({
    kind: 'wait-timeout',
  });
});

test('waiting ends at its own limit also where nobody answers', async () => {
  replies = [() => undefined];
  const patient = createClient({ ...options, timeoutMs: 200 });
  const waits = [patient.queries, patient.ingestions].map((kind) => kind.wait('x_1', { timeoutMs: 100 }));
  const timeout = { status: 'rejected', reason: { kind: 'wait-timeout' } };
  expect(await Promise.allSettled(waits)).toMatchObject([timeout, timeout]);
});

test('waiting without a limit ends with what it waits for', async () => {
  replies = [json(200, { status: 'queued' }), json(200, { status: 'succeeded' })];
  const query = await client.queries.wait('q_1', { timeoutMs: Number.POSITIVE_INFINITY });
  expect(query.status).toBe('succeeded');
});

test.each([
  ['answers', json(200, { status: 'queued' })],
  ['answers nothing', () => undefined],
])('waiting on a fleet that %s ends with the reason of its signal', async (_what, reply) => {
  const controller = new AbortController();
  replies = [
    (...exchange) => {
      reply(...exchange);
      controller.abort(new Error('changed my mind'));
    },
  ];
  const wait = client.queries.wait('q_1', { signal: controller.signal, timeoutMs: 60_000 });
  await expect(wait).rejects.toThrow('changed my mind');
});

test('streams events to done, comments left out, text over several lines joined', async () => {
  replies = [
    events(
      ': hello\n\nid: 1\nevent: token\ndata: {"text":"é",\ndata: "run":1}\n\nid: 2\nevent: done\ndata: {"id":"q_1"}\n\n',
    ),
  ];
  expect(await collect(client.queries.stream('q_1'))).toEqual([
    { type: 'token', data: { text: 'é', run: 1 } },
    { type: 'done', data: { id: 'q_1' } },
  ]);
});

test('takes a broken stream up after the last event that it saw', async () => {
  replies = [
    (response) => {
      response
        .writeHead(200)
        .write('id: 7\r\nevent: token\r\ndata: {"text":"a","run":1}\r\n\r\n', () => response.destroy());
    },
    events('id: 8\nevent: done\ndata: {"id":"q_1"}\n\n'),
  ];
  const seen = await collect(client.queries.stream('q_1'));
  expect(seen.map(({ type }) => type)).toEqual(['token', 'done']);
  expect(received[1]?.headers['last-event-id']).toBe('7');
});

test('an aborted call ends with the reason of its signal', async () => {
  replies = [() => undefined];
  const controller = new AbortController();
  const call = client.search({ query: 'x' }, { signal: controller.signal });
  controller.abort(new Error('changed my mind'));
  await expect(call).rejects.toThrow('changed my mind');
});

const REMOVALS: readonly (readonly [string, (client: RagfleetClient) => Promise<void>])[] = [
  ['a document', ({ documents }) => documents.delete('a')],
  ['an API key', ({ apiKeys }) => apiKeys.revoke('a')],
  ['a revocation', ({ revocations }) => revocations.lift('a')],
];

test.each(REMOVALS)('%s that is gone after a lost reply is removed', async (_what, remove) => {
  const noReply: Reply = (response) => response.destroy();
  for (const lost of [noReply, problem(503, 'unavailable')]) {
    replies = [lost, problem(404, 'not-found')];
    await expect(remove(client)).resolves.toBeUndefined();
  }
});

test.each(REMOVALS)('%s that no attempt can have removed is not found', async (_what, remove) => {
  replies = [problem(404, 'not-found')];
  await expect(remove(client)).rejects.toMatchObject({ kind: 'not-found' });
  replies = [problem(429, 'rate-limited', { 'retry-after': '0' }), problem(404, 'not-found')];
  await expect(remove(client)).rejects.toMatchObject({ kind: 'not-found' });
});

test('a page that is not of the fleet says nothing of what a lost reply has removed', async () => {
  replies = [problem(503, 'unavailable'), (response) => response.writeHead(404).end('<html>')];
  await expect(client.documents.delete('a')).rejects.toMatchObject({ status: 404 });
});

test('does not repeat the purge of a document', async () => {
  replies = [problem(503, 'unavailable')];
  await expect(client.erasures.purgeDocument('a')).rejects.toMatchObject({ status: 503 });
  expect(received).toHaveLength(1);
});

test('names go into the path escaped', async () => {
  replies = [json(204, null)];
  await client.documents.delete('../queries/q_1');
  expect(received[0]).toMatchObject({ method: 'DELETE', url: '/v1/documents/..%2Fqueries%2Fq_1' });
});
