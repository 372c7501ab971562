import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { Client } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllowHosts } from '../addresses/allow-hosts.ts';
import { isPublicAddress } from '../addresses/public-address.ts';
import { PUBLIC_ADDRESSES, TREACHEROUS_ANSWERS, UNREACHABLE_URLS } from '@ragfleet/test-support';
import { createGuardedConnector, type GuardedConnectorOptions } from './guarded-connector.ts';

let server: Server;
let port: number;
let requests = 0;
beforeAll(async () => {
  server = createServer((_request, response) => {
    requests += 1;
    response.end('inside');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const answers = new Map(TREACHEROUS_ANSWERS.map(([name, addresses]) => [`${name}.`, addresses]));
const toLoopback = async (name: string): Promise<readonly string[]> => answers.get(name) ?? ['127.0.0.1'];

/** What happens to a request that nothing but the connector stands in the way of. */
async function reach(url: string, options: Partial<GuardedConnectorOptions> = {}): Promise<unknown> {
  const connect = createGuardedConnector({
    allowHosts: parseAllowHosts('', 'ALLOW_HOSTS'),
    isPublic: isPublicAddress,
    resolveHost: toLoopback,
    connectTimeoutMs: 200,
    ...options,
  });
  try {
    const client = new Client(new URL(url).origin, { connect, pipelining: 0 });
    const outcome = await client.request({ method: 'GET', path: '/' }).then(
      (response) => response.statusCode,
      (error: unknown) => error,
    );
    await client.destroy();
    return outcome;
  } catch (error) {
    return error;
  }
}

describe('the guarded connector alone, without the validator', () => {
  it('is asked about at least 130 destinations', () =>
    expect(UNREACHABLE_URLS.length + TREACHEROUS_ANSWERS.length).toBeGreaterThanOrEqual(130));

  it.each(UNREACHABLE_URLS)('refuses %s', async (url) => expect(await reach(url)).toBeInstanceOf(Error));

  it.each(UNREACHABLE_URLS.filter((url) => new URL(url).hostname !== '' && new URL(url).port === ''))(
    'refuses the host of %s on the port of a server that listens',
    async (url) => expect(await reach(`https://${new URL(url).hostname}:${port}`)).toBeInstanceOf(Error),
  );

  it.each(TREACHEROUS_ANSWERS)('refuses %s, which answers %j', async (name) => {
    expect(await reach(`https://${name}/`)).toMatchObject({ kind: 'forbidden' });
  });

  it('never let a single request through', () => expect(requests).toBe(0));

  it('looks at every answer of a name each time, so that a change between check and connect changes nothing', async () => {
    const asked: string[] = [];
    const rebinding = async (name: string) => (
      asked.push(name), asked.length === 1 ? ['192.0.2.9'] : ['127.0.0.1']
    );
    await reach('https://rebind.example.com/', { resolveHost: rebinding });
    await reach('https://rebind.example.com/', { resolveHost: rebinding });
    expect(asked).toEqual(['rebind.example.com.', 'rebind.example.com.']);
    expect(requests).toBe(0);
  });

  it('refuses a peer that is not public although its checked address was', async () => {
    const isPublic = (address: string) => address === '::ffff:127.0.0.1';
    const reached = await reach('https://example.com/', { isPublic, resolveHost: async () => ['127.0.0.2'] });
    expect(reached).toMatchObject({ kind: 'forbidden' });
  });

  it('gives a resolver that never answers its time and no more', async () => {
    const silent = () => new Promise<never>(() => {});
    const reached = await reach('https://example.com/', { resolveHost: silent, resolveTimeoutMs: 20 });
    expect(reached).toMatchObject({ kind: 'timeout' });
  });

  it('tries a few of many addresses that are silent, and no more', async () => {
    let connections = 0;
    const silent = createTcpServer(() => void (connections += 1));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port: silentPort } = silent.address() as AddressInfo;
    const reached = await reach(`https://many.example.com:${silentPort}/`, {
      allowHosts: parseAllowHosts('many.example.com', 'ALLOW_HOSTS'),
      resolveHost: async () => Array.from({ length: 20 }, () => '127.0.0.1'),
    });
    silent.close();
    expect(reached).toMatchObject({ code: 'UND_ERR_CONNECT_TIMEOUT' });
    expect(connections).toBe(3);
  });

  it('would let a public address pass', () => expect(PUBLIC_ADDRESSES.every(isPublicAddress)).toBe(true));

  it('reaches an allowed host over http and on its port, by address and by name', async () => {
    const allowHosts = parseAllowHosts(`127.0.0.1:${port},receiver`, 'ALLOW_HOSTS');
    expect(await reach(`http://127.0.0.1:${port}`, { allowHosts })).toBe(200);
    expect(await reach(`http://receiver:${port}`, { allowHosts })).toBe(200);
  });
});
