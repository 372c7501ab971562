import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Fault } from '@ragfleet/kernel';
import { TREACHEROUS_ANSWERS, UNREACHABLE_URLS } from '@ragfleet/test-support';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAllowHosts } from '../addresses/allow-hosts.ts';
import type { PageValidators, ReadPageOptions } from './contract.ts';
import { createReadPage } from './create-read-page.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

const never = new AbortController().signal;
const NOTHING: PageValidators = { etag: null, lastModified: null };
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const servers: Server[] = [];

async function site(answer: Answer): Promise<string> {
  const server = createServer((request, response) => void answer(request, response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const read = (url: string, changes: Partial<ReadPageOptions> = {}, known = NOTHING, signal = never) =>
  createReadPage({
    allowHosts: parseAllowHosts('127.0.0.1', 'SOURCE_ALLOW_HOSTS'),
    userAgent: 'Ragfleet-Sources/1',
    maxBytes: 1_000_000,
    timeoutMs: 2_000,
    ...changes,
  })(url, known, signal);

const redirecting =
  (location: string): Answer =>
  (_request, response) =>
    response.writeHead(302, { location }).end();

describe('reading a page', () => {
  it('gives its bytes as they are, its type and what tells it apart from a later one', async () => {
    const latin = Buffer.from('Gr\xfc\xdfe', 'latin1');
    const url = await site((request, response) => {
      expect(request.headers).toMatchObject({ 'user-agent': 'Ragfleet-Sources/1' });
      expect(request.headers['cookie']).toBeUndefined();
      const headers = {
        'content-type': 'text/plain; charset=utf-8',
        etag: '"1"',
        'last-modified': 'yesterday',
      };
      response.writeHead(200, headers).end(latin);
    });
    expect(await read(`${url}/a?b=1`)).toEqual({
      status: 'read',
      bytes: latin,
      mediaType: 'text/plain; charset=utf-8',
      etag: '"1"',
      lastModified: 'yesterday',
    });
  });

  it('asks only for what is new', async () => {
    const url = await site((request, response) => {
      const isKnown = request.headers['if-none-match'] === '"1"';
      response.writeHead(isKnown ? 304 : 200, { ...HTML, etag: '"2"' }).end();
    });
    expect(await read(url, {}, { etag: '"1"', lastModified: null })).toEqual({ status: 'unchanged' });
    expect(await read(url, {}, { etag: '"0"', lastModified: null })).toMatchObject({ etag: '"2"' });
  });

  it.each([404, 410])('hears from %d that it is gone', async (status) => {
    const url = await site((_request, response) => response.writeHead(status).end('no'));
    expect(await read(url)).toEqual({ status: 'gone' });
  });

  it.each([
    [500, 'unavailable'],
    [503, 'unavailable'],
    [429, 'unavailable'],
    [403, 'forbidden'],
    [400, 'invalid-input'],
    [204, 'invalid-input'],
    [206, 'invalid-input'],
  ])('never takes %d for a page', async (status, kind) => {
    const url = await site((_request, response) => response.writeHead(status, { 'retry-after': '7' }).end());
    const expected = status >= 429 ? { kind, retryAfterMs: 7_000 } : { kind };
    await expect(read(url)).rejects.toMatchObject(expected);
  });

  it.each(['application/json', 'image/png', 'application/octet-stream', ''])(
    'refuses the type %j',
    async (type) => {
      const url = await site((_request, response) =>
        response.writeHead(200, { 'content-type': type }).end('x'),
      );
      await expect(read(url)).rejects.toMatchObject({ kind: 'unsupported-media-type' });
    },
  );

  it('opens compressed pages, and refuses codings that it did not ask for', async () => {
    const url = await site((request, response) => {
      const coding = String(request.url).slice(1);
      response.writeHead(200, { ...HTML, 'content-encoding': coding }).end(gzipSync('hello'));
    });
    expect(await read(`${url}/gzip`)).toMatchObject({ bytes: Buffer.from('hello') });
    await expect(read(`${url}/zstd`)).rejects.toMatchObject({ kind: 'unsupported-media-type' });
    await expect(read(`${url}/br`)).rejects.toMatchObject({ kind: 'corrupt' });
  });
});

describe('a page that wants too much', () => {
  it('is cut off at its size, said or not, before and after decompression', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    let written = 0;
    const url = await site((request, response) => {
      if (request.url === '/said')
        return response.writeHead(200, { ...HTML, 'content-length': 2e8 }).flushHeaders();
      if (request.url === '/bomb')
        return response.writeHead(200, { ...HTML, 'content-encoding': 'gzip' }).end(bomb);
      response.writeHead(200, HTML);
      const push = (): void => {
        while (!response.destroyed && written < 1e8 && response.write(Buffer.alloc(65_536)))
          written += 65_536;
      };
      response.on('drain', push);
      return push();
    });
    for (const path of ['said', 'bomb', 'endless'])
      await expect(read(`${url}/${path}`)).rejects.toMatchObject({ kind: 'too-large' });
    expect(written).toBeLessThan(32 * 1_024 * 1_024);
  });

  it('has its time and no more, however it drips', async () => {
    const url = await site((request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(200, HTML);
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(drip));
    });
    for (const path of ['silent', 'drip'])
      await expect(read(`${url}/${path}`, { timeoutMs: 200 })).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('ends with the signal, and is no failure of the page then', async () => {
    const url = await site(() => {});
    const stop = new AbortController();
    const reading = read(url, {}, NOTHING, stop.signal);
    stop.abort(new Error('stopping'));
    await expect(reading).rejects.toThrow('stopping');
  });

  it('is unavailable when nobody listens or the line is cut', async () => {
    await expect(read('http://127.0.0.1:1/')).rejects.toMatchObject({
      kind: 'unavailable',
      message: 'The page cannot be reached: connection refused.',
    });
    const cut = await site((_request, response) => {
      response.writeHead(200, { ...HTML, 'content-length': 100 }).write('half');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(read(cut)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});

describe('redirects', () => {
  it('are followed by hand, five and no more', async () => {
    const url = await site((request, response) => {
      const left = Number(String(request.url).slice(1));
      if (left === 0) response.writeHead(200, HTML).end('here');
      else response.writeHead(left % 2 === 0 ? 301 : 307, { location: `/${left - 1}` }).end();
    });
    expect(await read(`${url}/5`)).toMatchObject({ bytes: Buffer.from('here') });
    await expect(read(`${url}/6`)).rejects.toThrow(/more than 5 times/);
  });

  it('in a loop end', async () => {
    let asked = 0;
    const url = await site((_request, response) => {
      asked += 1;
      response.writeHead(302, { location: '/' }).end();
    });
    await expect(read(url)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(asked).toBe(6);
  });

  it('reach no private address that was not named', async () => {
    let inside = 0;
    const internal = await site((_request, response) => void (inside++, response.end()));
    const internalPort = new URL(internal).port;
    const targets = [
      internal,
      `http://localhost:${internalPort}/`,
      'http://169.254.169.254/latest/meta-data/',
    ];
    for (const location of targets) {
      const url = await site(redirecting(location));
      const allowHosts = parseAllowHosts(new URL(url).host, 'SOURCE_ALLOW_HOSTS');
      await expect(read(url, { allowHosts })).rejects.toMatchObject({ kind: 'forbidden' });
    }
    expect(inside).toBe(0);
  });

  it.each([
    'https://127.0.0.1/',
    'file:///etc/passwd',
    'ftp://127.0.0.1/',
    'gopher://127.0.0.1/',
    'data:text/html,x',
  ])('never lead to another scheme: %s', async (location) => {
    await expect(read(await site(redirecting(location)))).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it.each(['', 'http://', 'http://[::1'])('lead somewhere: not %j', async (location) => {
    const url = await site((_request, response) =>
      response.writeHead(302, location === '' ? {} : { location }).end(),
    );
    await expect(read(url)).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('a page at an address that must not be reached', () => {
  const nobody = parseAllowHosts('', 'SOURCE_ALLOW_HOSTS');
  it('is refused, all of the list', async () => {
    const resolveHost = async () => ['127.0.0.1'];
    const options = { allowHosts: nobody, resolveHost, timeoutMs: 5_000 };
    const outcomes = await Promise.all(
      UNREACHABLE_URLS.map((url) =>
        read(url, options).then(
          () => 'read',
          (error: unknown) => (error instanceof Fault ? error.kind : 'another'),
        ),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set(['forbidden']));
  });
  it.each(TREACHEROUS_ANSWERS)('is refused at the connect: %s', async (name, answers) => {
    const options = { allowHosts: nobody, resolveHost: async () => answers };
    await expect(read(`https://${name}/`, options)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
