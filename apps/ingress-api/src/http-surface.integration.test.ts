import { connect } from 'node:net';
import { LIMITS, problem } from '@ragfleet/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from './testing/call-api.fixture.ts';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let admin: string;
let user: string;
let guest: string;
let operator: string;

beforeAll(async () => {
  ingress = await startIngress({ CORS_ALLOW_ORIGINS: 'https://app.example.com' });
  [admin, user, guest] = [
    await ingress.keyFor({ role: 'admin' }),
    await ingress.keyFor({ role: 'user' }),
    await ingress.keyFor({ role: 'guest' }),
  ];
  operator = await ingress.operatorKey();
});
afterAll(() => ingress.stop());

const text = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(ingress.url + path, init);
  return { response, text: await response.text() };
};

/** Everything that the server says to these bytes, until it closes the connection. */
const exchange = async (sent: string): Promise<string> => {
  const socket = connect(Number(new URL(ingress.url).port), '127.0.0.1');
  socket.setEncoding('utf8').write(sent);
  return (await socket.toArray()).join('');
};

describe('problems', () => {
  const deep = '['.repeat(50) + ']'.repeat(50);
  const nested = (levels: number): string =>
    `{"question":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
  const ask = '/v1/queries';
  it.each<[string, number, () => Call]>([
    ['no credential', 401, () => ({ path: ask, body: {} })],
    ['a bad credential', 401, () => ({ path: ask, body: {}, key: 'nobody' })],
    ['broken JSON', 400, () => ({ path: ask, key: user, text: '{"question": ' })],
    [
      'text that is not UTF-8',
      400,
      () => ({ path: ask, key: user, text: new Uint8Array([0x22, 0xff, 0x22]) }),
    ],
    ['JSON that nests too deep', 400, () => ({ path: ask, key: user, text: `{"question":${deep}}` })],
    [
      'a __proto__ field',
      400,
      () => ({ path: ask, key: user, text: '{"metadata":{"__proto__":{"a":"b"}}}' }),
    ],
    ['a constructor field', 400, () => ({ path: ask, key: user, text: '{"constructor":{"prototype":{}}}' })],
    [
      'a prototype field deep inside',
      400,
      () => ({ path: ask, key: user, text: '{"history":[{"a":{"prototype":1}}]}' }),
    ],
    ['JSON that nests 9 levels', 400, () => ({ path: ask, key: user, text: nested(9) })],
    [
      'JSON that nests 8 levels, as far as its fields go',
      422,
      () => ({ path: ask, key: user, text: nested(8) }),
    ],
    ['no body', 400, () => ({ path: ask, key: user, text: '' })],
    [
      'another content type',
      415,
      () => ({ path: ask, key: user, text: 'x', headers: { 'content-type': 'text/plain' } }),
    ],
    [
      'another charset',
      415,
      () => ({
        path: ask,
        key: user,
        text: '{}',
        headers: { 'content-type': 'application/json; charset=latin1' },
      }),
    ],
    [
      'a body that is too large',
      413,
      () => ({ path: ask, key: user, body: { question: 'x'.repeat(LIMITS.queryBodyBytes) } }),
    ],
    ['a query that is not accepted', 422, () => ({ path: ask, key: user, body: { question: 7 } })],
    ['a bad query string', 422, () => ({ path: `${ask}?limit=0`, key: user })],
    ['a cursor that is no id', 422, () => ({ path: `${ask}?starting_after=`, key: user })],
    ['a page that is only read', 405, () => ({ method: 'POST', path: '/' })],
    ['the reference, which is only read', 405, () => ({ method: 'POST', path: '/docs' })],
    ['a file that the reference does not have', 404, () => ({ path: '/docs/nothing.js' })],
    ['an unknown endpoint', 404, () => ({ path: '/v1/nothing', key: user })],
    ['another method', 405, () => ({ method: 'PUT', path: ask, key: user, body: {} })],
    ['a path that cannot be decoded', 400, () => ({ path: '/v1/queries/%E0%A4%A', key: user })],
  ])('of %s are RFC 9457 with status %d', async (_name, status, call) => {
    const { status: got, headers, body } = await ingress.call(call());
    expect(got).toBe(status);
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { instance, request_id } = problem.parse(body);
    expect([body['status'], request_id]).toEqual([status, headers.get('x-request-id')]);
    expect(instance).toMatch(/^\/[^?]*$/);
  });

  it('repeat nothing of what was sent', async () => {
    const canary = 'canary7f3a';
    const body = { question: 'ok', priority: canary, model: 5, metadata: { a: canary.repeat(100) } };
    const { status, body: refusal } = await ingress.call({
      path: `/v1/queries?x=${canary}`,
      key: user,
      body,
    });
    expect(status).toBe(422);
    expect(JSON.stringify(refusal)).not.toContain(canary);
  });

  it('say how to authenticate and which methods there are', async () => {
    expect((await ingress.call({ path: '/v1/queries' })).headers.get('www-authenticate')).toMatch(/^Bearer/);
    const refused = await ingress.call({ method: 'PATCH', path: '/v1/queries', key: user });
    expect(refused.headers.get('allow')?.split(', ').toSorted()).toEqual(['GET', 'POST']);
  });

  it.each([
    ['is not HTTP', 400, 'nonsense\r\n\r\n'],
    ['has too many headers', 431, `GET / HTTP/1.1\r\nHost: x\r\n${'A: b\r\n'.repeat(101)}\r\n`],
    ['has too long headers', 431, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])('answer also what %s, with %d', async (_name, status, sent) => {
    const reply = await exchange(sent);
    const [head = '', body = ''] = reply.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch(/^Content-Type: application\/problem\+json/m);
    expect(head).toMatch(/^X-Content-Type-Options: nosniff/m);
    const { request_id } = problem.parse(JSON.parse(body));
    expect(/^X-Request-Id: (.+)$/m.exec(head)?.[1]).toBe(request_id);
  });

  it.each<[string, Call]>([
    ['a success', { path: '/healthz' }],
    ['a refusal', { path: '/v1/queries' }],
    ['what is not there', { path: '/nothing' }],
    ['a page', { path: '/docs/' }],
  ])('and every other reply carry the headers that browsers heed: %s', async (_name, call) => {
    const response = await fetch(`${ingress.url}${call.path}`);
    const { headers } = response;
    await response.body?.cancel();
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toMatch(/max-age=/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('come whole, whatever the caller says to have', async () => {
    const headers = { 'if-none-match': '*', 'if-modified-since': new Date().toUTCString() };
    expect((await ingress.call({ path: '/v1/queries', key: user, headers })).status).toBe(200);
  });

  it('keep the request id of the caller', async () => {
    const { headers } = await ingress.call({ path: '/healthz', headers: { 'x-request-id': 'trace-12345' } });
    expect(headers.get('x-request-id')).toBe('trace-12345');
    const forged = await ingress.call({ path: '/healthz', headers: { 'x-request-id': 'a b' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
  });
});

describe('permissions', () => {
  // Who gets through is the matter of the authorization matrix; this is what the others are told.
  it.each<[string, string, string]>([
    ['GET /v1/documents', 'guest', 'read'],
    ['GET /v1/breakers', 'guest', 'read'],
    ['GET /v1/api-keys', 'user', 'admin'],
    ['GET /v1/webhook-secret', 'user', 'admin'],
    ['GET /v1/audit', 'user', 'admin'],
    ['PUT /v1/degradation', 'user', 'admin'],
    ['GET /v1/degradation', 'guest', 'read'],
    ['GET /v1/queries', 'operator', 'search_restricted'],
    ['GET /v1/tenants', 'admin', 'operator'],
    ['POST /v1/tenants', 'admin', 'operator'],
    ['PATCH /v1/tenants/acme', 'admin', 'operator'],
    ['DELETE /v1/tenants/acme', 'admin', 'operator'],
    ['GET /v1/tenants/acme', 'user', 'admin'],
    ['GET /metrics', 'admin', 'operator'],
  ])('refuse %s as %s: %s is required', async (operation, role, required) => {
    const { status, body } = await callAs(role, operation);
    expect([status, body['detail']]).toEqual([403, `Permission denied: ${required} required`]);
  });
});

const callAs = (role: string, operation: string) => {
  const [method = '', path = ''] = operation.split(' ');
  return ingress.call({ method, path, key: { admin, user, guest, operator }[role] ?? '' });
};

describe('administration', () => {
  it('creates a key whose secret works and is shown once, lists it and revokes it', async () => {
    const submission = { principal_id: 'bob', role: 'user', lanes: ['low'] };
    const made = await ingress.call({ path: '/v1/api-keys', key: admin, body: submission });
    expect(made).toMatchObject({ status: 201, body: { principal_id: 'bob', namespaces: ['default'] } });
    const secret = String(made.body['secret']);
    expect((await ingress.call({ path: '/v1/queries', key: secret })).status).toBe(200);
    const listed = await ingress.call({ path: '/v1/api-keys', key: admin });
    expect(JSON.stringify(listed.body)).toContain(made.id);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const remove = { method: 'DELETE', path: `/v1/api-keys/${made.id}`, key: admin };
    expect((await ingress.call(remove)).status).toBe(204);
    expect((await ingress.call(remove)).status).toBe(404);
  });

  it('shows the webhook secret and two during a rotation', async () => {
    const { body: before } = await ingress.call({ path: '/v1/webhook-secret', key: admin });
    const { body } = await ingress.call({ method: 'POST', path: '/v1/webhook-secret/rotate', key: admin });
    expect(body['secrets']).toEqual([body['secret'], before['secret']]);
  });

  it('reports costs, cache and deliveries of an empty period', async () => {
    const get = async (path: string, key = admin) => (await ingress.call({ path, key })).body;
    const costs = {
      total_usd: 0,
      queries: 0,
      avg_usd_per_query: 0,
      cache_hit_rate: 0,
      saved_usd: 0,
      unsettled_usd: 0,
      groups: [],
    };
    expect(await get('/v1/costs')).toMatchObject(costs);
    expect(await get('/v1/costs?from=2026-01-01&to=2026-01-31&group_by=user', user)).toMatchObject({
      ...costs,
      from: '2026-01-01',
      to: '2026-01-31',
    });
    expect(await get('/v1/costs?from=2026-02-01&to=2026-01-01')).toMatchObject({ status: 422 });
    expect(await get('/v1/cache/stats')).toMatchObject({ hit_rate: 0, entries: 0 });
    expect((await ingress.call({ method: 'DELETE', path: '/v1/cache', key: admin })).body).toEqual({
      evicted: 0,
    });
    expect(await get('/v1/webhook-deliveries?status=dead')).toEqual({
      object: 'list',
      data: [],
      has_more: false,
    });
    const redeliver = {
      method: 'POST',
      path: '/v1/webhook-deliveries/wh-q_1-query-failed/redeliver',
      key: admin,
    };
    expect((await ingress.call(redeliver)).status).toBe(404);
  });
});

describe('pages and probes', () => {
  it('answer without a credential', async () => {
    for (const path of ['/healthz', '/readyz', '/openapi.json', '/', '/docs/', '/console/console.css']) {
      expect({ path, status: (await text(path)).response.status }).toEqual({ path, status: 200 });
    }
    expect((await text('/docs')).response.url).toBe(`${ingress.url}/docs/`);
  });

  it('load nothing from outside', async () => {
    for (const path of ['/', '/docs/', '/docs/swagger-ui-init.js']) {
      const page = await text(path);
      expect(page.text).not.toMatch(/(?:src|href)\s*=\s*["']?(?:https?:)?\/\//);
      expect(page.response.headers.get('content-security-policy')).toContain("script-src 'self'");
    }
    expect((await text('/docs/')).text).not.toMatch(/<script>[^<]/);
  });

  it('give metrics on the internal port without a credential', async () => {
    const response = await fetch(`${ingress.operationsUrl}/metrics`);
    expect(await response.text()).toMatch(
      /ragfleet_http_requests_total\{route="\/healthz",method="GET",status="200"/,
    );
  });
});

describe('CORS', () => {
  it('lets the named origins in and nobody else', async () => {
    const preflight = (origin: string) =>
      text('/v1/queries', {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization',
        },
      });
    const allowed = await preflight('https://app.example.com');
    expect(allowed.response.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    const other = await preflight('https://evil.example.com');
    expect(other.response.headers.get('access-control-allow-origin')).toBeNull();
  });
});
