import { BULL_PREFIX, QUEUE_NAMES } from '@ragfleet/contracts';
import { createApiKeys } from '@ragfleet/identity';
import { createIngestQueue, createQueryDesk } from '@ragfleet/job-queue';
import { permissionsOf } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { createLogger, readConfig, startServices, stopServices } from '@ragfleet/service-runtime';
import { openTestRedis } from '@ragfleet/test-support';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { compose, type Composition } from './composition.ts';
import { configSchema } from './config.ts';

const masterKey = Buffer.alloc(32, 7).toString('base64');
const sealer = createSealer(masterKey);
const logger = createLogger({ service: 'test', level: 'silent' });
const password = 'correct horse battery';
const QUESTION = 'How much does Ann earn?';

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let operatorKey: string;
let tenantKey: string;
let queryId: string;
let dashboard: Composition;
let auditDir: string;

beforeAll(async () => {
  auditDir = await mkdtemp(join(tmpdir(), 'ragfleet-dashboard-'));
  const keys = createApiKeys({ redis, sealer, environment: 'test' });
  ({ secret: operatorKey } = await keys.createOperator('ops'));
  ({ secret: tenantKey } = await keys.create({ tenantId: 'acme', principalId: 'ann', role: 'admin' }));
  queryId = await submitQuestion();
  await submitIngestion();
});
afterEach(() => stopServices(dashboard.services, logger, 2_000));
afterAll(() => rm(auditDir, { recursive: true }));

async function submitQuestion(): Promise<string> {
  const desk = createQueryDesk({ redisUrl: server.url, sealer });
  const { record } = await desk.submit({
    principal: {
      kind: 'tenant',
      tenantId: 'acme',
      principalId: 'ann',
      keyId: 'key1',
      role: 'user',
      permissions: permissionsOf('user'),
      namespaces: [],
      department: null,
      lanes: ['high'],
    },
    lane: 'high',
    deadlineSeconds: 60,
    submission: {
      question: QUESTION,
      top_k: 5,
      history: [],
      model: null,
      session_id: null,
      cache: { mode: 'default' },
      metadata: {},
    },
    bodyHash: 'x',
    idempotencyKey: null,
  });
  await desk.close();
  return record.queryId;
}

async function submitIngestion(): Promise<void> {
  const queue = createIngestQueue({ redisUrl: server.url });
  await queue.enqueue({ v: 1, tenantId: 'acme', ingestionId: 'ing_1' });
  await queue.close();
}

type Get = (path: string, init?: RequestInit) => Promise<Response>;

async function start(variables: Record<string, string> = {}): Promise<Get> {
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    RAGFLEET_MASTER_KEY: masterKey,
    DASHBOARD_PASSWORD: password,
    AUDIT_DIR: join(auditDir, 'of-most'),
    PORT: '0',
    ...variables,
  });
  dashboard = await compose(config, logger);
  await startServices(dashboard.services, logger, 5_000);
  return (path, init) =>
    fetch(`http://127.0.0.1:${dashboard.port()}${path}`, { redirect: 'manual', ...init });
}

const basic = (user: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`,
});
const operator = basic('operator', password);

const csrfOf = async (response: Response): Promise<string> =>
  /name="csrf" value="([\w-]+)"/.exec(await response.text())?.[1] ?? '';
const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
const tokenOf = (response: Response): string =>
  response.headers.getSetCookie()[1]?.split(';')[0]?.replace('XSRF-TOKEN=', '') ?? '';

async function signIn(get: Get, user: string, secret: string): Promise<Response> {
  const form = await get('/sign-in');
  return get('/sign-in', {
    method: 'POST',
    headers: { cookie: cookieOf(form) },
    body: new URLSearchParams({ user, password: secret, csrf: await csrfOf(form) }),
  });
}

describe('dashboard', () => {
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
      ['operator', password],
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
      operator,
      basic('anybody', operatorKey),
      { authorization: `Bearer ${operatorKey}` },
    ])
      expect((await get('/api/queues', { headers })).status).toBe(200);
  });

  it.each([
    ['a wrong password', 'operator', 'wrong horse battery'],
    ['another user', 'root', password],
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
    expect((await signIn(get, 'operator', password)).headers.getSetCookie()[0]).toMatch(/; Secure/);
  });

  it('stops guessing after ten failures, also with the right password then', async () => {
    const get = await start();
    for (let guess = 0; guess < 10; guess += 1)
      expect((await signIn(get, 'operator', `guess number ${guess}`)).status).toBe(401);
    const refused = await signIn(get, 'operator', password);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await get('/api/queues', { headers: operator })).status).toBe(429);
  });

  it('shows every queue and its jobs by id, with no word of a question', async () => {
    const get = await start();
    const list = await (
      await get('/api/queues?activeQueue=rag-high&page=1&jobsPerPage=10', { headers: operator })
    ).text();
    const { queues } = JSON.parse(list) as {
      queues: { name: string; readOnlyMode: boolean; jobs: unknown[] }[];
    };
    expect(queues.map((queue) => queue.name).toSorted()).toEqual([...QUEUE_NAMES].toSorted());
    expect(queues.every((queue) => queue.readOnlyMode)).toBe(true);
    expect(list).toContain(queryId);
    const paths = [
      `/api/queues/rag-high/${queryId}`,
      `/api/queues/rag-high/${queryId}/logs`,
      `/api/queues/rag-high/${queryId}/flow`,
    ];
    const pages = await Promise.all(
      paths.map(async (path) => (await get(path, { headers: operator })).text()),
    );
    expect([list, ...pages].join()).not.toMatch(/Ann earn/);
  });

  it('loads nothing from outside', async () => {
    const get = await start();
    const response = await get('/', { headers: operator });
    const page = await response.text();
    expect(page).toContain('Ragfleet');
    expect(page.match(/(?:href|src)="https?:[^"]*"/g)).toBeNull();
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none';script-src 'self'/);
    const ownPolicy = (await get('/sign-in')).headers.get('content-security-policy');
    expect(ownPolicy).toMatch(/style-src 'self' 'sha256-[^']+'(;|$)/);
    expect(ownPolicy).not.toContain('unsafe');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const script = /src="(static\/js\/main[^"]+)"/.exec(page)?.[1] ?? '';
    expect((await get(`/${script}`, { headers: operator })).status).toBe(200);
  });

  it('changes nothing when it is read-only', async () => {
    const get = await start();
    const changes = [
      ['PUT', '/api/queues/rag-high/pause'],
      ['PUT', '/api/queues/pause'],
      ['PUT', '/api/queues/rag-high/empty'],
      ['PUT', '/api/queues/rag-high/obliterate'],
      ['POST', '/api/queues/rag-high/add'],
      ['PUT', `/api/queues/rag-high/${queryId}/clean`],
      ['PATCH', `/api/queues/rag-high/${queryId}/update-data`],
      ['DELETE', '/api/queues/rag-high'],
    ] as const;
    for (const [method, path] of changes) {
      const response = await get(path, { method, headers: operator });
      expect([path, response.status]).toEqual([path, 403]);
    }
    expect(await redis.hget(`${BULL_PREFIX}:rag-high:meta`, 'paused')).toBeNull();
    expect(await redis.llen(`${BULL_PREFIX}:rag-high:wait`)).toBe(1);
  });

  it('lets operators pause and resume when it is not, and still not empty a queue or come from another page', async () => {
    const get = await start({ DASHBOARD_READ_ONLY: 'false' });
    const put = async (path: string, headers: Record<string, string> = {}) =>
      (await get(path, { method: 'PUT', headers: { ...operator, ...headers } })).status;
    expect(await put('/api/queues/ingest/pause')).toBe(200);
    await vi.waitFor(async () => expect(await redis.hget(`${BULL_PREFIX}:ingest:meta`, 'paused')).toBe('1'));
    expect(await put('/api/queues/ingest/resume', { 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await put('/api/queues/ingest/resume')).toBe(200);
    expect(await put('/api/queues/ingest/empty')).toBe(403);
    expect(await put('/api/queues/ingest/obliterate')).toBe(403);
    expect(await redis.llen(`${BULL_PREFIX}:ingest:wait`)).toBe(1);
  });

  it('takes no change without the proof that it comes from its own page', async () => {
    const get = await start({ DASHBOARD_READ_ONLY: 'false' });
    const body = new URLSearchParams({ user: 'operator', password });
    expect((await get('/sign-in', { method: 'POST', body })).status).toBe(403);
    const signedIn = await signIn(get, 'operator', password);
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

  it('ends a session for every replica when its owner signs out', async () => {
    const get = await start();
    const signedIn = await signIn(get, 'operator', password);
    const headers = { cookie: cookieOf(signedIn) };
    await stopServices(dashboard.services, logger, 2_000);
    const other = await start();
    expect((await other('/api/queues', { headers })).status).toBe(200);
    const body = new URLSearchParams({ csrf: tokenOf(signedIn) });
    expect((await other('/sign-out', { method: 'POST', headers, body })).status).toBe(303);
    expect((await other('/api/queues', { headers })).status).toBe(401);
  });

  it('answers nonsense with a problem, never with a stack', async () => {
    const get = await start();
    const tooLarge = await get('/sign-in', {
      method: 'POST',
      body: new URLSearchParams({ password: 'x'.repeat(10_000) }),
    });
    expect(tooLarge.status).toBe(413);
    const reply = await (await get('/api/queues/nobody/1', { headers: operator })).text();
    expect(`${await tooLarge.text()}${reply}`).not.toMatch(/node_modules|\bat .*:\d+/);
  });
});
