import { createApiKeys } from '@ragfleet/identity';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig, startServices, stopServices } from '@ragfleet/service-runtime';
import { openTestRedis } from '@ragfleet/test-support';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { compose, type Composition } from './composition.ts';
import { configSchema } from './config.ts';

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
const PASSWORD = 'correct horse battery';
const logger = createLogger({ service: 'test', level: 'silent' });
const server = await openTestRedis({ profile: 'blocking' });
const other = await openTestRedis();
let dashboard: Composition | null = null;
let auditDir: string;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-dashboard-keys-'));
});
const stop = async (): Promise<void> => {
  if (dashboard !== null) await stopServices(dashboard.services, logger, 500);
  dashboard = null;
};
afterEach(stop);
afterAll(() => rm(auditDir, { recursive: true }));

type Get = (path: string, init?: RequestInit) => Promise<Response>;

async function start(variables: Record<string, string> = {}): Promise<Get> {
  await stop();
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    RAGFLEET_MASTER_KEY: MASTER_KEY,
    DASHBOARD_PASSWORD: PASSWORD,
    AUDIT_DIR: auditDir,
    PORT: '0',
    ...variables,
  });
  const started = await compose(config, logger);
  dashboard = started;
  await startServices(started.services, logger, 5_000);
  return (path, init) => fetch(`http://127.0.0.1:${started.port()}${path}`, { redirect: 'manual', ...init });
}

const basic = (user: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
});
const statusFor = async (get: Get, headers: Record<string, string>): Promise<number> =>
  (await get('/api/queues', { headers })).status;

async function signIn(get: Get): Promise<Response> {
  const form = await get('/sign-in');
  const csrf = /name="csrf" value="([\w-]+)"/.exec(await form.text())?.[1] ?? '';
  const cookie = form.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const body = new URLSearchParams({ user: 'operator', password: PASSWORD, csrf });
  return get('/sign-in', { method: 'POST', headers: { cookie }, body });
}

const operatorKey = async (redis: typeof server.redis, masterKey: string): Promise<string> =>
  (await createApiKeys({ redis, sealer: createSealer(masterKey), environment: 'test' }).createOperator('ops'))
    .secret;

async function freePort(host: string): Promise<number> {
  const probe = createServer().listen(0, host);
  await once(probe, 'listening');
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

describe('variables of the dashboard', () => {
  it('DASHBOARD_USER and DASHBOARD_PASSWORD: who signs in', async () => {
    const statuses: number[] = [];
    for (const variables of [
      {},
      { DASHBOARD_USER: 'root' },
      { DASHBOARD_PASSWORD: 'another horse battery' },
    ] as readonly Record<string, string>[])
      statuses.push(await statusFor(await start(variables), basic('operator', PASSWORD)));
    expect(statuses).toEqual([200, 401, 401]);
    const get = await start({ DASHBOARD_USER: 'root', DASHBOARD_PASSWORD: 'another horse battery' });
    expect(await statusFor(get, basic('root', 'another horse battery'))).toBe(200);
  });

  it('DASHBOARD_READ_ONLY: whether queues may be changed', async () => {
    const modes: boolean[] = [];
    for (const flag of ['true', 'false']) {
      const get = await start({ DASHBOARD_READ_ONLY: flag });
      const response = await get('/api/queues', { headers: basic('operator', PASSWORD) });
      const { queues } = (await response.json()) as { queues: { readOnlyMode: boolean }[] };
      modes.push(queues.every(({ readOnlyMode }) => readOnlyMode));
    }
    expect(modes).toEqual([true, false]);
  });

  it('DASHBOARD_SESSION_HOURS: how long a sign-in lives', async () => {
    for (const hours of [1, 3]) {
      const signedIn = await signIn(await start({ DASHBOARD_SESSION_HOURS: String(hours) }));
      expect(signedIn.headers.getSetCookie()[0]).toContain(`Max-Age=${hours * 3_600}`);
    }
  });

  it('DASHBOARD_IDLE_MINUTES: how long it lives unused', async () => {
    for (const minutes of [2, 20]) {
      await server.redis.flushall();
      await signIn(await start({ DASHBOARD_IDLE_MINUTES: String(minutes) }));
      const [key = ''] = await server.redis.keys('rf:fleet:dashboard-session:*');
      const lifeMinutes = (await server.redis.pttl(key)) / 60_000;
      expect([lifeMinutes > minutes - 1, lifeMinutes <= minutes]).toEqual([true, true]);
    }
  });

  it('RAGFLEET_ENV: whether cookies go over TLS alone', async () => {
    const secure: boolean[] = [];
    for (const environment of ['development', 'production']) {
      const signedIn = await signIn(await start({ RAGFLEET_ENV: environment }));
      secure.push(/; Secure/.test(signedIn.headers.getSetCookie()[0] ?? ''));
    }
    expect(secure).toEqual([false, true]);
  });

  it('TRUSTED_PROXY_HOPS: by whose word of a client failures are counted', async () => {
    const lastStatus: number[] = [];
    for (const hops of ['0', '1']) {
      const get = await start({ TRUSTED_PROXY_HOPS: hops });
      for (let guess = 0; guess < 10; guess += 1)
        await statusFor(get, {
          ...basic('operator', `guess number ${guess}`),
          'x-forwarded-for': '203.0.113.1',
        });
      lastStatus.push(
        await statusFor(get, { ...basic('operator', PASSWORD), 'x-forwarded-for': '203.0.113.2' }),
      );
    }
    expect(lastStatus).toEqual([429, 200]);
  });

  it('QUEUE_REDIS_URL: which server the keys and queues are on', async () => {
    const key = await operatorKey(other.redis, MASTER_KEY);
    const statuses: number[] = [];
    for (const url of [server.url, other.url])
      statuses.push(
        await statusFor(await start({ QUEUE_REDIS_URL: url }), { authorization: `Bearer ${key}` }),
      );
    expect(statuses).toEqual([401, 200]);
  });

  it('RAGFLEET_MASTER_KEY and RAGFLEET_MASTER_KEYS_OLD: under which keys a credential holds', async () => {
    const key = await operatorKey(server.redis, MASTER_KEY);
    const statuses: number[] = [];
    for (const variables of [
      { RAGFLEET_MASTER_KEY: MASTER_KEY },
      { RAGFLEET_MASTER_KEY: OTHER_KEY },
      { RAGFLEET_MASTER_KEY: OTHER_KEY, RAGFLEET_MASTER_KEYS_OLD: MASTER_KEY },
    ])
      statuses.push(await statusFor(await start(variables), { authorization: `Bearer ${key}` }));
    expect(statuses).toEqual([200, 401, 200]);
  });

  it('PORT and HOST: where it listens', async () => {
    for (const HOST of ['127.0.0.1', '127.0.0.2']) {
      const PORT = await freePort(HOST);
      await start({ HOST, PORT: String(PORT) });
      const other = HOST === '127.0.0.1' ? '127.0.0.2' : '127.0.0.1';
      expect((await fetch(`http://${HOST}:${PORT}/healthz`)).status).toBe(200);
      await expect(fetch(`http://${other}:${PORT}/healthz`)).rejects.toThrow('fetch failed');
    }
  });
});
