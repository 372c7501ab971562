import { queueKeys } from '@ragfleet/contracts';
import { createApiKeys } from '@ragfleet/identity';
import { describe, expect, it } from 'vitest';
import {
  asOperator,
  basic,
  cookieOf,
  csrfOf,
  type Get,
  MASTER_KEY,
  openDashboardStage,
  PASSWORD,
  signIn,
} from '../dashboard-stage.fixture.ts';

const NEXT_KEY = Buffer.alloc(32, 8).toString('base64');
const { operatorKey, redis, sealer, start, tenantKey } = await openDashboardStage();
const tokenOf = (response: Response): string =>
  /XSRF-TOKEN=([^;]*)/.exec(response.headers.getSetCookie().join())?.[1] ?? '';

describe('whoever comes to the dashboard', () => {
  it('lets a stranger see the sign-in, life and readiness, and nothing else', async () => {
    const get = await start();
    const open = await Promise.all(['/sign-in', '/healthz', '/readyz'].map((path) => get(path)));
    expect(open.map((response) => response.status)).toEqual([200, 200, 200]);
    for (const path of [
      '/',
      '/queue/rag-high',
      '/api/queues',
      '/api/redis/stats',
      '/static/js/main.js',
      '/nothing',
    ]) {
      const response = await get(path);
      expect([path, response.status]).toEqual([path, 401]);
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic /);
    }
    const browser = await get('/', { headers: { accept: 'text/html' } });
    expect([browser.status, browser.headers.get('location')]).toEqual([303, '/sign-in']);
  });

  it('signs in by password and by operator key, and out again', async () => {
    const get = await start();
    for (const [user, secret] of [
      ['operator', PASSWORD],
      ['', operatorKey],
    ] as const) {
      const response = await signIn(get, user, secret);
      expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
      const set = response.headers.getSetCookie()[0] ?? '';
      expect(set).toMatch(/HttpOnly/);
      expect(set).toMatch(/SameSite=Strict/);
      expect(set).toMatch(/Max-Age=43200/);
      const headers = { cookie: cookieOf(response) };
      expect((await get('/api/queues', { headers })).status).toBe(200);
      const csrf = await csrfOf(await get('/sign-out', { headers }));
      await get('/sign-out', { method: 'POST', headers, body: new URLSearchParams({ csrf }) });
      expect((await get('/api/queues', { headers })).status).toBe(401);
    }
  });

  it('takes the same credentials by HTTP Basic, and an operator key as bearer', async () => {
    const get = await start();
    for (const headers of [
      asOperator,
      basic('anybody', operatorKey),
      { authorization: `Bearer ${operatorKey}` },
    ])
      expect((await get('/api/queues', { headers })).status).toBe(200);
  });

  it.each([
    ['which says where it comes from', { 'sec-fetch-site': 'same-origin' }],
    ['whose session has ended', { cookie: 'ragfleet_session=ended' }],
  ])(
    'leaves Basic to scripts: a browser %s is not asked for it, and changes nothing by it',
    async (_name, ofBrowser) => {
      const get = await start({ DASHBOARD_READ_ONLY: 'false' });
      const polled = await get('/api/queues', { headers: ofBrowser });
      expect([polled.status, polled.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="Ragfleet dashboard"',
      ]);
      const resume = (headers: Record<string, string>) =>
        get('/api/queues/ingest/resume', { method: 'PUT', headers: { ...asOperator, ...headers } });
      expect((await resume(ofBrowser)).status).toBe(401);
      expect((await resume({})).status).toBe(200);
    },
  );

  it.each([
    ['a wrong password', 'operator', 'wrong horse battery'],
    ['another user', 'root', PASSWORD],
    ["a tenant admin's key", 'operator', 'tenant key'],
    ['no password', 'operator', ''],
  ])('refuses %s', async (_name, user, secret) => {
    const get = await start();
    const given = secret === 'tenant key' ? tenantKey : secret;
    const form = await signIn(get, user, given);
    expect(form.status).toBeGreaterThanOrEqual(400);
    expect(form.headers.getSetCookie().join()).not.toContain('ragfleet_session');
    expect((await get('/api/queues', { headers: basic(user, given) })).status).toBe(401);
  });

  it('sends only Secure cookies in production', async () => {
    const get = await start({ RAGFLEET_ENV: 'production' });
    expect((await signIn(get, 'operator', PASSWORD)).headers.getSetCookie()[0]).toMatch(/; Secure/);
  });

  it('stops guessing after ten failures, also with the right password then', async () => {
    const get = await start();
    for (let guess = 0; guess < 10; guess += 1)
      expect((await signIn(get, 'operator', `guess number ${guess}`)).status).toBe(401);
    const refused = await signIn(get, 'operator', PASSWORD);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await get('/api/queues', { headers: asOperator })).status).toBe(429);
  });

  it('takes no change without the proof that it comes from its own page', async () => {
    const get = await start({ DASHBOARD_READ_ONLY: 'false' });
    const body = new URLSearchParams({ user: 'operator', PASSWORD: PASSWORD });
    expect((await get('/sign-in', { method: 'POST', body })).status).toBe(403);
    const signedIn = await signIn(get, 'operator', PASSWORD);
    const cookie = cookieOf(signedIn);
    const put = async (headers: Record<string, string>) =>
      (await get('/api/queues/ingest/resume', { method: 'PUT', headers: { cookie, ...headers } })).status;
    const proof = { 'x-xsrf-token': tokenOf(signedIn) };
    expect(await put({})).toBe(403);
    expect(await put({ 'x-xsrf-token': 'x'.repeat(43) })).toBe(403);
    expect(await put({ ...proof, 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await put({ ...proof, origin: 'https://evil.example.com' })).toBe(403);
    expect(await put({ ...proof, origin: 'null' })).toBe(403);
    expect(await put(proof)).toBe(200);
    const signOut = await get('/sign-out', { method: 'POST', headers: { cookie } });
    expect(signOut.status).toBe(403);
    expect((await get('/api/queues', { headers: { cookie } })).status).toBe(200);
  });

  it('takes changes from a page of before the master key changed, and tells it the new token when it is loaded', async () => {
    const variables = { DASHBOARD_READ_ONLY: 'false' };
    const signedIn = await signIn(await start(variables), '', operatorKey);
    const resume = async (get: Get, token: string) =>
      (
        await get('/api/queues/ingest/resume', {
          method: 'PUT',
          headers: { cookie: cookieOf(signedIn), 'x-xsrf-token': token },
        })
      ).status;
    const rotated = { ...variables, RAGFLEET_MASTER_KEY: NEXT_KEY };
    const during = await start({ ...rotated, RAGFLEET_MASTER_KEYS_OLD: MASTER_KEY });
    expect(await resume(during, tokenOf(signedIn))).toBe(200);
    const after = await start(rotated);
    expect(await resume(after, tokenOf(signedIn))).toBe(403);
    const page = await after('/', { headers: { cookie: cookieOf(signedIn), accept: 'text/html' } });
    expect(await resume(after, tokenOf(page))).toBe(200);
  });

  it('ends a session with the operator key that opened it', async () => {
    const get = await start();
    const keys = createApiKeys({ redis, sealer, environment: 'test' });
    const { keyId, secret } = await keys.createOperator('leaving');
    const headers = { cookie: cookieOf(await signIn(get, '', secret)) };
    expect((await get('/api/queues', { headers })).status).toBe(200);
    await redis.del(queueKeys.apiKey(keyId));
    expect((await get('/api/queues', { headers })).status).toBe(401);
  });

  it.each([
    ['ends', 'the password', { DASHBOARD_PASSWORD: 'another horse battery' }, 401],
    ['ends', 'the user', { DASHBOARD_USER: 'root' }, 401],
    ['keeps', 'the master key', { RAGFLEET_MASTER_KEY: NEXT_KEY, RAGFLEET_MASTER_KEYS_OLD: MASTER_KEY }, 200],
  ])('%s a session when %s changes', async (_verb, _what, variables, status) => {
    const headers = { cookie: cookieOf(await signIn(await start(), 'operator', PASSWORD)) };
    const get = await start(variables);
    expect((await get('/api/queues', { headers })).status).toBe(status);
  });

  it('ends a session for every replica when its owner signs out', async () => {
    const get = await start();
    const signedIn = await signIn(get, 'operator', PASSWORD);
    const headers = { cookie: cookieOf(signedIn) };
    const other = await start();
    expect((await other('/api/queues', { headers })).status).toBe(200);
    const body = new URLSearchParams({ csrf: tokenOf(signedIn) });
    expect((await other('/sign-out', { method: 'POST', headers, body })).status).toBe(303);
    expect((await other('/api/queues', { headers })).status).toBe(401);
  });
});
