import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAllowHosts } from '../addresses/allow-hosts.ts';
import type { PublicHttp, PublicHttpOptions, PublicReply } from './contract.ts';
import { createPublicHttp } from './create-public-http.ts';
import { discardBody } from './discard-body.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => void (await Promise.all(ends.splice(0).map((end) => end()))));

interface Receiver {
  readonly url: URL;
  /** In the order in which they were made. */
  readonly sockets: readonly Socket[];
}

async function receiver(
  receive: (request: IncomingMessage, response: ServerResponse) => unknown = (_request, response) =>
    response.end(),
): Promise<Receiver> {
  const sockets: Socket[] = [];
  const server = createServer(receive).on('connection', (socket: Socket) => sockets.push(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`), sockets };
}

const publicHttp = (options: Partial<PublicHttpOptions> = {}): PublicHttp =>
  createPublicHttp({ allowHosts: parseAllowHosts('127.0.0.1', 'ALLOW_HOSTS'), ...options });

const readStatus = async (reply: PublicReply): Promise<number> => {
  await discardBody(reply);
  return reply.status;
};
const never = new AbortController().signal;
const post = (http: PublicHttp, url: URL, scope?: string, signal = never): Promise<number> => {
  const request = {
    method: 'POST',
    url,
    headers: {},
    body: Buffer.from('{}'),
    headersTimeoutMs: 5_000,
  } as const;
  return http.exchange(scope === undefined ? request : { ...request, scope }, readStatus, signal);
};
const cut = (request: IncomingMessage): unknown => request.socket.destroy();

describe('a connection to a public address', () => {
  it('ends with its request where no scope is named', async () => {
    const { url, sockets } = await receiver();
    const http = publicHttp();
    expect([await post(http, url), await post(http, url)]).toEqual([200, 200]);
    expect(sockets.length).toBe(2);
    await expect.poll(() => sockets.every(({ destroyed }) => destroyed)).toBe(true);
  });

  it('serves the requests of one scope and of no other', async () => {
    const { url, sockets } = await receiver();
    const http = publicHttp();
    for (const scope of ['acme', 'acme', 'globex', 'acme']) await post(http, url, scope);
    expect(sockets.length).toBe(2);
  });

  it('serves one request at a time', async () => {
    const { url, sockets } = await receiver();
    const http = publicHttp();
    await Promise.all([post(http, url, 'acme'), post(http, url, 'acme')]);
    expect(sockets.length).toBe(2);
  });

  it('ends when nothing came for its idle time', async () => {
    const { url, sockets } = await receiver();
    await post(publicHttp({ idleMs: 20 }), url, 'acme');
    await expect.poll(() => sockets[0]?.destroyed, { timeout: 3_000 }).toBe(true);
  });

  it('ends at its greatest age, however busy it is', async () => {
    const { url, sockets } = await receiver();
    let nowMs = 0;
    const http = publicHttp({ maxAgeMs: 100, nowMs: () => nowMs });
    for (const atMs of [0, 99, 100, 101, 199]) {
      nowMs = atMs;
      await post(http, url, 'acme');
    }
    expect(sockets.length).toBe(2);
  });

  it('that its server was just closing is no failure: the request goes once over a new one', async () => {
    let requests = 0;
    const { url, sockets } = await receiver((request, response) => {
      requests += 1;
      return requests === 2 ? cut(request) : response.end();
    });
    const http = publicHttp();
    expect([await post(http, url, 'acme'), await post(http, url, 'acme')]).toEqual([200, 200]);
    expect([requests, sockets.length]).toEqual([3, 2]);
  });

  it('that is cut when it is new is a failure, and so is the second cut', async () => {
    let requests = 0;
    const { url } = await receiver((request, response) => (++requests === 1 ? response.end() : cut(request)));
    const http = publicHttp();
    await post(http, url, 'acme');
    await expect(post(http, url, 'acme')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(requests).toBe(3);
    await expect(post(http, url, 'acme')).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
    expect(requests).toBe(4);
  });

  it('whose server says that it ends is not used again', async () => {
    const { url, sockets } = await receiver((_request, response) =>
      response.setHeader('connection', 'close').end(),
    );
    const http = publicHttp();
    expect([await post(http, url, 'acme'), await post(http, url, 'acme')]).toEqual([200, 200]);
    expect(sockets.length).toBe(2);
  });

  it('whose reply was not read to its end is not used again', async () => {
    const { url, sockets } = await receiver((_request, response) => response.end('y'.repeat(200_000)));
    const http = publicHttp();
    expect([await post(http, url, 'acme'), await post(http, url, 'acme')]).toEqual([200, 200]);
    expect(sockets.length).toBe(2);
  });

  it('of a request that was given up is not used again', async () => {
    let requests = 0;
    const { url, sockets } = await receiver((_request, response) => {
      requests += 1;
      if (requests !== 2) response.end();
    });
    const http = publicHttp();
    await post(http, url, 'acme');
    const given = new AbortController();
    const waiting = post(http, url, 'acme', given.signal);
    await expect.poll(() => requests).toBe(2);
    given.abort(new Error('given up'));
    await expect(waiting).rejects.toThrow('given up');
    expect(await post(http, url, 'acme')).toBe(200);
    expect([requests, sockets.length]).toEqual([3, 2]);
  });

  it('waits beside so many others and no more: the longest unused ends', async () => {
    const receivers = [await receiver(), await receiver(), await receiver()];
    const http = publicHttp({ maxKept: 2 });
    for (const { url } of receivers) await post(http, url, 'acme');
    const [first, second, third] = receivers.map(({ sockets }) => sockets[0]);
    await expect.poll(() => first?.destroyed).toBe(true);
    expect([second?.destroyed, third?.destroyed]).toEqual([false, false]);
  });
});
