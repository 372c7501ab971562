import { createApiKeys } from '@ragfleet/identity';
import type { Redis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { findFreePort, openTestRedis } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import {
  asOperator,
  basic,
  type Get,
  MASTER_KEY,
  openDashboardStage,
  PASSWORD,
  signIn,
} from './dashboard-stage.fixture.ts';

const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
const stage = await openDashboardStage();
const { start } = stage;
const other = await openTestRedis();

const statusFor = async (get: Get, headers: Record<string, string>): Promise<number> =>
  (await get('/api/queues', { headers })).status;

const operatorKey = async (redis: Redis, masterKey: string): Promise<string> =>
  (await createApiKeys({ redis, sealer: createSealer(masterKey), environment: 'test' }).createOperator('ops'))
    .secret;

describe('variables of the dashboard', () => {
  it('DASHBOARD_USER and DASHBOARD_PASSWORD: who signs in', async () => {
    const statuses: number[] = [];
    for (const variables of [
      {},
      { DASHBOARD_USER: 'root' },
      { DASHBOARD_PASSWORD: 'another horse battery' },
    ] as readonly Record<string, string>[])
      statuses.push(await statusFor(await start(variables), asOperator));
    expect(statuses).toEqual([200, 401, 401]);
    const get = await start({ DASHBOARD_USER: 'root', DASHBOARD_PASSWORD: 'another horse battery' });
    expect(await statusFor(get, basic('root', 'another horse battery'))).toBe(200);
  });

  it('DASHBOARD_READ_ONLY: whether queues may be changed', async () => {
    const modes: boolean[] = [];
    for (const flag of ['true', 'false']) {
      const get = await start({ DASHBOARD_READ_ONLY: flag });
      const response = await get('/api/queues', { headers: asOperator });
      const { queues } = (await response.json()) as { queues: { readOnlyMode: boolean }[] };
      modes.push(queues.every(({ readOnlyMode }) => readOnlyMode));
    }
    expect(modes).toEqual([true, false]);
  });

  it('DASHBOARD_SESSION_HOURS: how long a sign-in lives', async () => {
    for (const hours of [1, 3]) {
      const signedIn = await signIn(
        await start({ DASHBOARD_SESSION_HOURS: String(hours) }),
        'operator',
        PASSWORD,
      );
      expect(signedIn.headers.getSetCookie()[0]).toContain(`Max-Age=${hours * 3_600}`);
    }
  });

  it('DASHBOARD_IDLE_MINUTES: how long it lives unused', async () => {
    for (const minutes of [2, 20]) {
      await stage.redis.flushall();
      await signIn(await start({ DASHBOARD_IDLE_MINUTES: String(minutes) }), 'operator', PASSWORD);
      const [key = ''] = await stage.redis.keys('rf:fleet:dashboard-session:*');
      const lifeMinutes = (await stage.redis.pttl(key)) / 60_000;
      expect([lifeMinutes > minutes - 1, lifeMinutes <= minutes]).toEqual([true, true]);
    }
  });

  it('RAGFLEET_ENV: whether cookies go over TLS alone', async () => {
    const secure: boolean[] = [];
    for (const environment of ['development', 'production']) {
      const signedIn = await signIn(await start({ RAGFLEET_ENV: environment }), 'operator', PASSWORD);
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
      lastStatus.push(await statusFor(get, { ...asOperator, 'x-forwarded-for': '203.0.113.2' }));
    }
    expect(lastStatus).toEqual([429, 200]);
  });

  it('QUEUE_REDIS_URL: which server the keys and queues are on', async () => {
    const key = await operatorKey(other.redis, MASTER_KEY);
    const statuses: number[] = [];
    for (const url of [stage.redisUrl, other.url])
      statuses.push(
        await statusFor(await start({ QUEUE_REDIS_URL: url }), { authorization: `Bearer ${key}` }),
      );
    expect(statuses).toEqual([401, 200]);
  });

  it('RAGFLEET_MASTER_KEY and RAGFLEET_MASTER_KEYS_OLD: under which keys a credential holds', async () => {
    const key = await operatorKey(stage.redis, MASTER_KEY);
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
      const PORT = await findFreePort(HOST);
      await start({ HOST, PORT: String(PORT) });
      const other = HOST === '127.0.0.1' ? '127.0.0.2' : '127.0.0.1';
      expect((await fetch(`http://${HOST}:${PORT}/healthz`)).status).toBe(200);
      await expect(fetch(`http://${other}:${PORT}/healthz`)).rejects.toThrow('fetch failed');
    }
  });
});
