import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAllowHosts } from '../addresses/allow-hosts.ts';
import { verifyWebhook } from '../signing/verify-webhook.ts';
import { TREACHEROUS_ANSWERS, UNACCEPTABLE_URLS } from '@ragfleet/test-support';
import { RECEIVER_CERTIFICATE } from './receiver-certificate.test-data.ts';
import { createWebhookSender, type WebhookSenderOptions } from './create-webhook-sender.ts';

const secrets = ['a', 'b'].map((letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`);
const body = Buffer.from(
  '{"type":"query.succeeded","timestamp":"2026-11-01T00:00:00.000Z","data":{"t":"é漢😀"}}',
);
const never = new AbortController().signal;

type Receive = (request: IncomingMessage, response: ServerResponse) => unknown;
const servers: Server[] = [];

async function receiver(receive: Receive): Promise<string> {
  const server = createServer((request, response) => void receive(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?x=1`;
}

async function tlsReceiver(): Promise<string> {
  const server = createTlsServer(RECEIVER_CERTIFICATE, (_request, response) => void response.end());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `https://receiver.test:${(server.address() as AddressInfo).port}/hook`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const sender = (options: Partial<WebhookSenderOptions> = {}) =>
  createWebhookSender({
    secretsOf: async () => secrets,
    allowHosts: parseAllowHosts('127.0.0.1'),
    ...options,
  });

const send = (url: string, options: Partial<WebhookSenderOptions> = {}, signal: AbortSignal = never) =>
  sender(options).send({ tenantId: 'acme', webhookId: 'wh-q_1-query-succeeded', url, body }, signal);

describe('the webhook sender', () => {
  it('posts the exact bytes, signed under every active secret', async () => {
    const received: Array<{ request: IncomingMessage; body: Buffer }> = [];
    const url = await receiver(async (request, response) => {
      received.push({ request, body: Buffer.concat(await request.toArray()) });
      response.end();
    });
    expect(await send(url)).toEqual({ outcome: 'delivered', httpStatus: 200 });
    const [webhook] = received;
    if (webhook === undefined) throw new Error('nothing arrived');
    expect(webhook.body.equals(body)).toBe(true);
    expect(webhook.request).toMatchObject({ method: 'POST', url: '/hook?x=1' });
    expect(webhook.request.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'wh-q_1-query-succeeded',
    });
    for (const secret of secrets)
      expect(verifyWebhook({ headers: webhook.request.headers, body: webhook.body }, [secret])).toBe(true);
  });

  it('keeps the id and takes a fresh timestamp at each attempt', async () => {
    const seen: string[] = [];
    const url = await receiver((request, response) => {
      seen.push([request.headers['webhook-id'], request.headers['webhook-timestamp']].join(' '));
      response.end();
    });
    let nowMs = 1_700_000_000_000;
    const clock = { nowMs: () => nowMs, monotonicMs: () => 0 };
    await send(url, { clock });
    nowMs += 300_000;
    await send(url, { clock });
    expect(seen).toEqual(['wh-q_1-query-succeeded 1700000000', 'wh-q_1-query-succeeded 1700000300']);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %d, wherever it points', async (status) => {
    let inside = 0;
    const internal = await receiver((_request, response) => void (inside++, response.end()));
    for (const location of [
      internal,
      'http://169.254.169.254/',
      'file:///etc/passwd',
      'http://example.com/',
      '/hook',
    ]) {
      const url = await receiver((_request, response) => response.writeHead(status, { location }).end());
      expect(await send(url)).toEqual({ outcome: 'retry', httpStatus: status, error: 'redirect' });
    }
    expect(inside).toBe(0);
  });

  it('says that a receiver is gone, and hears when to come back', async () => {
    const gone = await receiver((_request, response) => response.writeHead(410).end());
    expect(await send(gone)).toMatchObject({ outcome: 'dead', httpStatus: 410, disableEndpoint: true });
    const busy = await receiver((_request, response) =>
      response.writeHead(429, { 'retry-after': '999999' }).end(),
    );
    expect(await send(busy)).toMatchObject({ outcome: 'retry', httpStatus: 429, retryAfterMs: 86_400_000 });
  });

  it('gives up on a receiver that hangs, before or inside its headers', async () => {
    const silent = await receiver(() => {});
    expect(await send(silent, { totalTimeoutMs: 100 })).toMatchObject({ outcome: 'retry', error: 'timeout' });
    const dripping = await receiver((request) => {
      const drip = setInterval(() => request.socket.write('HTTP/1.1 200 OK\r\nx: y\r\n'), 20);
      request.socket.on('close', () => clearInterval(drip));
    });
    expect((await send(dripping, { totalTimeoutMs: 300 })).outcome).toBe('retry');
  });

  it('reads no more than it must of an endless reply, and counts its status', async () => {
    let written = 0;
    const endless = await receiver((_request, response) => {
      const push = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', push);
      push();
    });
    expect(await send(endless)).toEqual({ outcome: 'delivered', httpStatus: 200 });
    expect(written).toBeLessThan(16 * 1_024 * 1_024);
  });

  it('refuses endless headers', async () => {
    const headers = Object.fromEntries(
      Array.from({ length: 1_000 }, (_, index) => [`x-${index}`, 'y'.repeat(100)]),
    );
    const url = await receiver((_request, response) => response.writeHead(200, headers).end());
    expect(await send(url)).toMatchObject({ outcome: 'retry', error: 'reply headers too large' });
  });

  it('reports a closed door, a cut line and an interruption in words', async () => {
    expect(await send('http://127.0.0.1:1/')).toMatchObject({
      outcome: 'retry',
      error: 'connection refused',
    });
    const cutting = await receiver((request) => request.socket.destroy());
    expect(await send(cutting)).toMatchObject({ outcome: 'retry', error: 'connection closed' });
    const interrupted = await send(await receiver(() => {}), {}, AbortSignal.timeout(50));
    expect(interrupted).toMatchObject({ outcome: 'retry', httpStatus: null });
  });

  it('checks the certificate against the name of the URL, not against the address that it connects to', async () => {
    const url = await tlsReceiver();
    const inside = {
      resolveHost: async () => ['127.0.0.1'],
      allowHosts: parseAllowHosts('receiver.test,other.test'),
    };
    expect(await send(url, { ...inside, ca: RECEIVER_CERTIFICATE.cert })).toMatchObject({
      outcome: 'delivered',
    });
    const failed = { outcome: 'retry', httpStatus: null, error: 'TLS failure' };
    expect(await send(url, inside)).toEqual(failed);
    const otherName = url.replace('receiver.test', 'other.test');
    expect(await send(otherName, { ...inside, ca: RECEIVER_CERTIFICATE.cert })).toEqual(failed);
  });

  it('never reaches what registration refuses', async () => {
    const outcomes = await Promise.all(
      UNACCEPTABLE_URLS.map((url) => send(url, { allowHosts: parseAllowHosts('') })),
    );
    expect(new Set(outcomes.map((result) => result.outcome))).toEqual(new Set(['dead']));
  });

  it.each(TREACHEROUS_ANSWERS)('refuses %s at the connect', async (name, answers) => {
    const result = await send(`https://${name}/hook`, { resolveHost: async () => answers });
    expect(result).toMatchObject({ outcome: 'retry', error: 'address not allowed' });
  });
});
