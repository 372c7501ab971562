import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseAllowHosts } from '../addresses/allow-hosts.ts';
import { EXPIRED_CERTIFICATE, RECEIVER_CERTIFICATE } from './receiver-certificate.test-data.ts';
import { openReceivers, type Receive } from './receivers.fixture.ts';

const { receiver, wireReceiver, tlsReceiver, send } = openReceivers();
const DAY_MS = 86_400_000;
const now = Date.parse('2026-11-01T12:00:00Z');
const clock = { nowMs: () => now, monotonicMs: () => 0 };

/** Writes a piece again and again, until nobody listens. */
const drip = (socket: Socket, piece: (count: number) => string): void => {
  let count = 0;
  const timer = setInterval(() => void socket.write(piece(count++)), 10);
  socket.on('close', () => clearInterval(timer));
};
const refusing =
  (status: number, retryAfter: string): Receive =>
  (_request, response) =>
    response.writeHead(status, { 'retry-after': retryAfter }).end();

describe('a receiver that asks for time', () => {
  it.each<[number, string, number | undefined]>([
    [429, '7', 7_000],
    [503, '7', 7_000],
    [429, '0', 0],
    [429, '999999', DAY_MS],
    [503, '99999999999999999999', DAY_MS],
    [429, 'Sun, 01 Nov 2026 12:01:00 GMT', 60_000],
    [503, 'Sun, 08 Nov 2026 12:00:00 GMT', DAY_MS],
    [429, 'Sun, 01 Nov 2026 11:00:00 GMT', undefined],
    [429, 'in a minute', undefined],
    [429, '-5', undefined],
    [429, '1.5', undefined],
    [429, '2030-01-01T00:00:00Z', undefined],
    [500, '7', undefined],
    [404, '7', undefined],
  ])('with %d and Retry-After %j is heard as %s ms', async (status, retryAfter, expected) => {
    const result = await send(await receiver(refusing(status, retryAfter)), { clock });
    expect(result).toEqual({
      outcome: 'retry',
      httpStatus: status,
      error: 'not accepted',
      ...(expected !== undefined && { retryAfterMs: expected }),
    });
  });

  it('by 410 is never asked again', async () => {
    const gone = await receiver((_request, response) => response.writeHead(410).end());
    expect(await send(gone)).toMatchObject({ outcome: 'dead', httpStatus: 410, disableEndpoint: true });
  });
});

describe('a receiver that takes its time', () => {
  const limit = { totalTimeoutMs: 200 };
  const timeout = { outcome: 'retry', httpStatus: null, error: 'timeout' };

  it('is given so much in all, and says nothing', async () =>
    expect(await send(await receiver(() => {}), limit)).toEqual(timeout));

  it('is given so much in all, and drips its headers one by one', async () => {
    const url = await wireReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      drip(socket, (count) => `x-${count}: y\r\n`);
    });
    expect(await send(url, limit)).toEqual(timeout);
  });

  it('is given so much in all, and drips one header byte by byte', async () => {
    const url = await wireReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      drip(socket, () => 'y');
    });
    expect(await send(url, limit)).toEqual(timeout);
  });

  it('is given so much in all, and promises a reply again and again', async () => {
    const url = await wireReceiver((socket) => drip(socket, () => 'HTTP/1.1 103 Early Hints\r\n\r\n'));
    expect(await send(url, limit)).toEqual(timeout);
  });

  it('is not waited for when its status is there and its body drips without end', async () => {
    let hasEnded = false;
    const url = await receiver((request, response) => {
      response.writeHead(200);
      drip(request.socket, () => '1\r\ny\r\n');
      request.socket.on('close', () => (hasEnded = true));
      response.write('y');
    });
    expect(await send(url, limit)).toEqual({ outcome: 'delivered', httpStatus: 200 });
    await expect.poll(() => hasEnded).toBe(true);
  });

  it('and never greets over TLS is left', async () => {
    const url = (await wireReceiver(() => undefined)).replace('http:', 'https:');
    expect(await send(url, limit)).toEqual(timeout);
  });
});

describe('a receiver that says too much', () => {
  it('is not listened to beyond 64 kB of body, and its status counts', async () => {
    let written = 0;
    const endless = await receiver((_request, response) => {
      const push = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', push);
      push();
    });
    expect(await send(endless)).toEqual({ outcome: 'delivered', httpStatus: 200 });
    // What the sockets of both sides had taken by then; without the limit it is read for 2 s.
    expect(written).toBeLessThan(16 * 1_024 * 1_024);
  });

  it('is refused with headers without end', async () => {
    const url = await wireReceiver((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const line = `x: ${'y'.repeat(1_000)}\r\n`;
      drip(socket, () => line.repeat(50));
    });
    expect(await send(url)).toEqual({ outcome: 'retry', httpStatus: null, error: 'reply headers too large' });
  });

  it('is refused when it is no HTTP at all', async () => {
    const url = await wireReceiver((socket) => void socket.end('220 mail.example.com ESMTP\r\n'));
    expect(await send(url)).toMatchObject({ outcome: 'retry', httpStatus: null });
  });
});

describe('a receiver that is not there', () => {
  it('is reported in words: a closed door, a cut line, an interruption', async () => {
    expect(await send('http://127.0.0.1:1/')).toMatchObject({
      outcome: 'retry',
      error: 'connection refused',
    });
    const cutting = await receiver((request) => request.socket.destroy());
    expect(await send(cutting)).toMatchObject({ outcome: 'retry', error: 'connection closed' });
    const interrupted = await send(await receiver(() => {}), {}, AbortSignal.timeout(50));
    expect(interrupted).toMatchObject({ outcome: 'retry', httpStatus: null });
  });
});

describe('a receiver over TLS', () => {
  const inside = {
    resolveHost: async () => ['127.0.0.1'],
    allowHosts: parseAllowHosts('receiver.test,other.test'),
  };
  const failed = { outcome: 'retry', httpStatus: null, error: 'TLS failure' };

  it('is known by the name of the URL, not by the address that it is reached at', async () => {
    const url = await tlsReceiver(RECEIVER_CERTIFICATE);
    const trusting = { ...inside, ca: RECEIVER_CERTIFICATE.cert };
    expect(await send(url, trusting)).toEqual({ outcome: 'delivered', httpStatus: 200 });
    expect(await send(url.replace('receiver.test', 'other.test'), trusting)).toEqual(failed);
  });

  it('is refused with a certificate that nobody vouches for', async () =>
    expect(await send(await tlsReceiver(RECEIVER_CERTIFICATE), inside)).toEqual(failed));

  it('is refused with a certificate that has expired', async () => {
    const url = await tlsReceiver(EXPIRED_CERTIFICATE);
    expect(await send(url, { ...inside, ca: EXPIRED_CERTIFICATE.cert })).toEqual(failed);
  });

  it('is refused when it speaks plain HTTP', async () => {
    const url = (await receiver((_request, response) => response.end())).replace('http:', 'https:');
    expect(await send(url)).toEqual(failed);
  });
});
