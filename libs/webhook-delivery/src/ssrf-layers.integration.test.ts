import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isFault } from '@ragfleet/kernel';
import { createPublicHttp, discardBody, type ResolveHost } from '@ragfleet/public-http';
import { PUBLIC_ADDRESSES, SSRF_CASES } from '@ragfleet/test-support';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllowHosts } from './addresses/allow-hosts.ts';
import { validateCallbackUrl } from './addresses/validate-callback-url.ts';
import { openReceivers } from './sending/receivers.fixture.ts';

type Case = (typeof SSRF_CASES)[number];
type Layer = Case['layers'][number];

const LOOPBACK = '127.0.0.1';
const allowHosts = parseAllowHosts('');
const { receiver, send } = openReceivers();
const counts = new Map<string, number>();
const count = (layer: string): void => void counts.set(layer, (counts.get(layer) ?? 0) + 1);

afterAll(() => {
  const told = [...counts].map(([layer, cases]) => `${layer} ${cases}`).join(', ');
  process.stdout.write(`SSRF: ${SSRF_CASES.length} cases; refused at: ${told}\n`);
});

/** The loopback for a name of which nothing is said: whoever is let through gets somewhere. */
const resolverOf =
  ({ answers = [LOOPBACK] }: Case): ResolveHost =>
  async () =>
    answers;

/** True when the layer refused the URL before anything was sent. */
const REFUSES: Readonly<Record<Layer, (one: Case) => Promise<boolean>>> = {
  registration: async ({ url }) => {
    try {
      validateCallbackUrl(url, { allowHosts });
      return false;
    } catch (error) {
      return isFault(error, 'invalid-input');
    }
  },
  delivery: async (one) => {
    const result = await send(one.url, { allowHosts, resolveHost: resolverOf(one) });
    return result.outcome === 'dead'
      ? result.error === 'callback URL not allowed'
      : result.outcome === 'retry' && result.error === 'address not allowed';
  },
  connector: async (one) => {
    const http = createPublicHttp({ allowHosts, resolveHost: resolverOf(one) });
    const url = new URL(one.url);
    const request = { method: 'GET', url, headers: {}, headersTimeoutMs: 2_000 } as const;
    try {
      await http.exchange(request, discardBody, AbortSignal.timeout(5_000));
      return false;
    } catch (error) {
      // A scheme that is none of HTTP never comes as far as a connection.
      return isFault(error, 'forbidden') || !/^https?:$/.test(url.protocol);
    }
  },
};

const all = SSRF_CASES.flatMap((one, index) => one.layers.map((layer) => [layer, index, one] as const));

describe('a URL that must never be reached', () => {
  it('is one of at least 130', () => expect(SSRF_CASES.length).toBeGreaterThanOrEqual(130));

  it.each(all)('is refused at %s: case %d', async (layer, _index, one) => {
    expect(await REFUSES[layer](one), JSON.stringify(one.url.slice(0, 100))).toBe(true);
    count(layer);
  });

  it.each(PUBLIC_ADDRESSES)('is not %s, which may be named', async (address) => {
    const host = address.includes(':') ? `[${address}]` : address;
    expect(await REFUSES.registration({ url: `https://${host}/`, layers: [] })).toBe(false);
  });
});

describe('a name that moves', () => {
  it('is looked up once for each connection, and what was looked at is what is connected to', async () => {
    const asked: string[] = [];
    const moving: ResolveHost = async (name) => {
      asked.push(name);
      return asked.length === 1 ? ['93.184.215.14', '10.0.0.5'] : [LOOPBACK];
    };
    const attempt = () => send('https://moving.example.com/', { allowHosts, resolveHost: moving });
    const results = [await attempt(), await attempt()];
    for (const result of results)
      expect(result).toMatchObject({ outcome: 'retry', error: 'address not allowed' });
    expect(asked).toEqual(['moving.example.com.', 'moving.example.com.']);
  });

  it('is given up when its resolver does not answer', async () => {
    const silent: ResolveHost = () => new Promise(() => {});
    const result = await send('https://slow.example.com/', {
      allowHosts,
      resolveHost: silent,
      totalTimeoutMs: 50,
    });
    expect(result).toMatchObject({ outcome: 'retry', error: 'timeout' });
  });

  it('is tried again later when it does not exist', async () => {
    const missing: ResolveHost = () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    const result = await send('https://nobody.example.com/', { allowHosts, resolveHost: missing });
    expect(result.outcome).toBe('retry');
  });
});

const TARGETS: ReadonlyArray<readonly [name: string, location: string]> = [
  ['loopback', 'http://127.0.0.1:1/'],
  ['metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['plain http', 'http://example.com/'],
  ['a file', 'file:///etc/passwd'],
  ["another tenant's host", 'https://hooks.other.example.com/'],
];

/** A place that must stay quiet, and how often it was asked. */
async function quietPlace(): Promise<{ url: string; asked: () => number; server: Server }> {
  let requests = 0;
  const server = createServer((_request, response) => void (requests++, response.end()));
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, () => resolve()));
  const { port } = server.address() as AddressInfo;
  return { url: `http://${LOOPBACK}:${port}/`, asked: () => requests, server };
}

describe('a receiver that points elsewhere', () => {
  const cases = [301, 302, 303, 307, 308].flatMap((status) =>
    TARGETS.map(([name, location]) => [status, name, location] as const),
  );
  it.each(cases)('by %d to %s has failed', async (status, _name, location) => {
    const url = await receiver((_request, response) => response.writeHead(status, { location }).end());
    expect(await send(url)).toEqual({ outcome: 'retry', httpStatus: status, error: 'redirect' });
    count('redirect');
  });

  it('by a chain of ten, or to itself, is asked once', async () => {
    let hops = 0;
    const chain = await receiver((request, response) => {
      hops += 1;
      response.writeHead(307, { location: hops < 10 ? `/${hops}` : (request.url ?? '/') }).end();
    });
    expect(await send(chain)).toMatchObject({ httpStatus: 307, error: 'redirect' });
    expect(hops).toBe(1);
    count('redirect');
  });

  it('by a page or by headers that a browser would follow is not followed', async () => {
    const { url, asked, server } = await quietPlace();
    const page = `<meta http-equiv="refresh" content="0;url=${url}"><script>location='${url}'</script>`;
    const headers = { refresh: `0;url=${url}`, location: url, 'content-type': 'text/html' };
    const polite = await receiver((_request, response) => response.writeHead(200, headers).end(page));
    expect(await send(polite)).toEqual({ outcome: 'delivered', httpStatus: 200 });
    expect(asked()).toBe(0);
    await new Promise((resolve) => server.close(resolve));
    count('redirect');
  });
});
