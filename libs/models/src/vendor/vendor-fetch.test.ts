import { type ModelDouble, startAnthropicDouble } from '@ragfleet/test-support';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createAnthropicAnswerModel } from '../anthropic/anthropic-answer-model.ts';
import { createVendorFetch } from './vendor-fetch.ts';
import { collected, faultOf, never, request } from './vendors.fixture.ts';

const PATIENT = { headersMs: 60_000, bodyIdleMs: 60_000, maxBodyBytes: 1_000_000 };
let service: ModelDouble;
beforeAll(async () => {
  service = await startAnthropicDouble();
});
afterAll(() => service.stop());

describe('createVendorFetch', () => {
  it('opens no more connections than it may, whatever keys they are asked under', async () => {
    const fetch = createVendorFetch({ ...PATIENT, maxConnections: 2 });
    const model = createAnthropicAnswerModel({ apiKey: 'k', baseUrl: service.url, model: 'm', fetch });
    const before = service.connections();
    const answers = Array.from({ length: 12 }, (_call, at) =>
      collected(model.forKey(`key-${at}`).answer(request, never)),
    );
    expect((await Promise.all(answers)).every((deltas) => deltas.at(-1)?.type === 'finish')).toBe(true);
    expect(service.connections() - before).toBe(2);
    const keys = service.requests.slice(-12).map(({ apiKey }) => apiKey);
    expect(new Set(keys).size).toBe(12);
  });

  it.each([
    ['before the headers', { type: 'hang' }, { headersMs: 200, bodyIdleMs: 60_000 }],
    ['in the middle', { type: 'stall' }, { headersMs: 60_000, bodyIdleMs: 200 }],
  ] as const)('ends a silent call %s even where nobody else does', async (_name, fault, timers) => {
    const fetch = createVendorFetch({ ...timers, maxBodyBytes: 1_000_000 });
    const model = createAnthropicAnswerModel({
      apiKey: 'k',
      baseUrl: service.url,
      model: 'm',
      fetch,
      timers: { firstChunkMs: 60_000, idleMs: 60_000 },
    });
    service.failNext(fault);
    expect((await faultOf(collected(model.answer(request, never)))).isRetryable).toBe(true);
    await service.clientLeft();
  });

  it('refuses a body that it would spoil', () => {
    const fetch = createVendorFetch(PATIENT);
    expect(() => fetch(service.url, { method: 'POST', body: new FormData() })).toThrow('sends text alone');
  });
});

/** Sends one call after the other, and tells what came of each. */
async function callsTo(
  listener: RequestListener,
  count: number,
  maxBodyBytes = PATIENT.maxBodyBytes,
): Promise<string[]> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const fetch = createVendorFetch({ ...PATIENT, maxConnections: 1, maxBodyBytes });
  const outcomes: string[] = [];
  for (let call = 0; call < count; call += 1)
    outcomes.push(
      await fetch(`http://127.0.0.1:${port}`, { method: 'POST', body: '{}' })
        .then((reply) => reply.text())
        .catch(() => 'failed'),
    );
  server.closeAllConnections();
  server.close();
  return outcomes;
}

describe('a connection that closes in place of a reply', () => {
  it.each(['destroy', 'resetAndDestroy'] as const)(
    'costs a call nothing where it had served before: %s',
    async (end) => {
      const served = new WeakSet<object>();
      let broken = 0;
      const outcomes = await callsTo((message, response) => {
        if (served.has(message.socket)) {
          broken += 1;
          message.socket[end]();
          return;
        }
        served.add(message.socket);
        response.end('answered');
      }, 4);
      expect(outcomes).toEqual(Array.from({ length: 4 }, () => 'answered'));
      expect(broken).toBeGreaterThan(0);
    },
  );

  it('fails the call, after one, where it was opened for it', async () => {
    let calls = 0;
    const outcomes = await callsTo((message) => {
      calls += 1;
      message.socket.destroy();
    }, 1);
    expect(outcomes).toEqual(['failed']);
    expect(calls).toBe(1);
  });

  it('fails the call where the fresh one closes too', async () => {
    let calls = 0;
    const outcomes = await callsTo((message, response) => {
      calls += 1;
      if (calls === 1) response.end('answered');
      else message.socket.destroy();
    }, 2);
    expect(outcomes).toEqual(['answered', 'failed']);
    expect(calls).toBe(3);
  });
});

describe('a reply that is too large', () => {
  const large = Buffer.alloc(2_000_000, 'a');
  it.each([
    ['as it is sent', {}, large],
    ['as it is unpacked', { 'content-encoding': 'gzip' }, gzipSync(large)],
  ])('breaks off, %s', async (_how, headers, body) => {
    const [outcome] = await callsTo((_message, response) => response.writeHead(200, headers).end(body), 1);
    expect(outcome).toBe('failed');
  });

  it.each([
    ['breaks off at a line of an event stream that is too long', 'text/event-stream', 'a', 'failed'],
    ['passes where its lines are short', 'text/event-stream', 'a\n', 'whole'],
    ['passes where it is no event stream', 'text/plain', 'a', 'whole'],
  ])('%s, as it is sent and packed', async (_what, type, piece, expected) => {
    const text = piece.repeat(1_100_000);
    for (const isPacked of [false, true]) {
      const [outcome] = await callsTo(
        (_message, response) => {
          response.writeHead(200, { 'content-type': type, ...(isPacked && { 'content-encoding': 'gzip' }) });
          response.end(isPacked ? gzipSync(text) : text);
        },
        1,
        4_000_000,
      );
      expect(outcome === text ? 'whole' : outcome).toBe(expected);
    }
  });

  it('is told from one that is not, packed or unpacked', async () => {
    const text = 'a'.repeat(900_000);
    const packed = await callsTo(
      (_message, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text)),
      1,
    );
    expect([...packed, ...(await callsTo((_message, response) => response.end(text), 1))]).toEqual([
      text,
      text,
    ]);
  });
});

/** A server that is stopped with its test. */
async function serve(
  listener: RequestListener,
): Promise<{ readonly url: string; connections: () => number }> {
  let connections = 0;
  const server = createServer(listener).on('connection', () => void (connections += 1));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, connections: () => connections };
}

describe('a stream whose reader leaves at its last event', () => {
  const readOne = async (reply: Response): Promise<void> => {
    const reader = reply.body?.getReader();
    await reader?.read();
    await reader?.cancel();
  };

  it('leaves its connection to the next call, though its end came later', async () => {
    const ends: (() => void)[] = [];
    const { url, connections } = await serve((_message, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: [DONE]\n\n');
      ends.push(() => void response.end());
    });
    const fetch = createVendorFetch({ ...PATIENT, maxConnections: 1 });
    for (let call = 0; call < 3; call += 1) {
      const reply = fetch(url, { method: 'POST', body: '{}' });
      await readOne(await reply);
      ends.shift()?.();
    }
    expect(connections()).toBe(1);
  });

  it('is cut where it goes on and on', async () => {
    let hasLeft = false;
    const { url } = await serve((_message, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: [DONE]\n\n');
      response.write('more\n'.repeat(10_000));
      response.on('close', () => (hasLeft = true));
    });
    await readOne(await createVendorFetch(PATIENT)(url));
    await expect.poll(() => hasLeft).toBe(true);
  });

  it('is cut where it says nothing more and does not end', async () => {
    let hasLeft = false;
    const { url } = await serve((_message, response) => {
      response.writeHead(200).write('data: [DONE]\n\n');
      response.on('close', () => (hasLeft = true));
    });
    await readOne(await createVendorFetch(PATIENT)(url));
    await expect.poll(() => hasLeft, { timeout: 5_000 }).toBe(true);
  });
});

describe('a redirection', () => {
  const redirect = (to: string): Promise<{ readonly url: string }> =>
    serve((_message, response) => response.writeHead(307, { location: to }).end());

  it('is followed, without any key where it leads to another origin', async () => {
    const seen: (string | undefined)[] = [];
    const { url } = await serve((message, response) => {
      const { authorization, 'api-key': apiKey, 'x-api-key': otherKey } = message.headers;
      seen.push(message.method, authorization, String(apiKey), String(otherKey));
      response.end('there');
    });
    const headers = { authorization: 'Bearer k', 'api-key': 'k', 'x-api-key': 'k' };
    const from = await redirect(url);
    const reply = await createVendorFetch(PATIENT)(from.url, { method: 'POST', body: '{}', headers });
    expect(await reply.text()).toBe('there');
    expect(seen).toEqual(['POST', undefined, 'undefined', 'undefined']);
  });

  it('is returned to who asks for that', async () => {
    const { url } = await redirect('http://127.0.0.1:9');
    const reply = await createVendorFetch(PATIENT)(url, { redirect: 'manual' });
    expect(reply.status).toBe(307);
  });
});

it('returns a reply that has no body', async () => {
  const { url } = await serve((_message, response) => response.writeHead(204).end());
  const reply = await createVendorFetch(PATIENT)(url);
  expect([reply.status, await reply.text()]).toEqual([204, '']);
});

it('does not ask for a packed reply', async () => {
  const { url } = await serve((message, response) =>
    response.end(String(message.headers['accept-encoding'])),
  );
  expect(await (await createVendorFetch(PATIENT)(url)).text()).toBe('undefined');
});
