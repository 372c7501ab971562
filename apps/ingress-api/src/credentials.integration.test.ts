import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { createClient } from '@ragfleet/client';
import { createIdentity, createTenants, identityVariables } from '@ragfleet/identity';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

const HOUR_MS = 3_600_000;
let ingress: TestIngress;
let redis: Redis;
let admin: string;
let issuers: string;

const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }];
const idp = createServer((_request, response) => response.end(JSON.stringify({ keys })));
idp.listen(0, '127.0.0.1');
await once(idp, 'listening');
const address = idp.address();
const idpUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;

beforeAll(async () => {
  const role = { claim: 'groups', map: { people: 'user', leads: 'admin' } };
  const issuer = { name: 'corp', issuer: idpUrl, jwks_uri: idpUrl, audience: 'ragfleet', role };
  issuers = JSON.stringify([{ ...issuer, tenant: { claim: 'org' }, lanes: ['normal'] }]);
  ingress = await startIngress({ IDENTITY_ISSUERS: issuers });
  redis = connectRedis({ url: ingress.redis.url, profile: 'fail-fast', name: 'credentials-test' });
  await whenReady(redis, 3_000);
  await createTenants({ redis }).ensure('acme', 'Acme');
  admin = await ingress.keyFor({ role: 'admin' });
});
afterAll(async () => {
  await closeRedis(redis, 500);
  await ingress.stop();
  idp.close();
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const tokenOf = (sub: string, claims: Record<string, unknown> = {}): string => {
  const facts = { iss: idpUrl, aud: 'ragfleet', sub, exp: Math.floor(Date.now() / 1_000) + 300 };
  const header = part({ alg: 'ES256', kid: 'k1' });
  const text = `${header}.${part({ ...facts, org: 'acme', groups: ['people'], ...claims })}`;
  const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
};
const statusOf = async (key: string, path = '/v1/queries'): Promise<number> =>
  (await ingress.call({ path, key })).status;
const create = (body: object, key = admin) => ingress.call({ path: '/v1/api-keys', key, body });

describe('API keys', () => {
  it('are made with a name, scopes, a rate and an end, which the list shows', async () => {
    const facts = {
      name: 'night job',
      scopes: ['search_restricted'],
      requests_per_second: 2,
      expires_at: new Date(Date.now() + HOUR_MS).toISOString(),
    };
    const made = await create({ principal_id: 'bot', role: 'admin', ...facts });
    expect(made).toMatchObject({ status: 201, body: { ...facts, status: 'active' } });
    const secret = String(made.body['secret']);
    expect(await statusOf(secret)).toBe(200);
    expect(await statusOf(secret, '/v1/documents')).toBe(403);
    expect(await statusOf(secret, '/v1/api-keys')).toBe(403);
    const { data } = await createClient({ url: ingress.url, apiKey: admin }).apiKeys.list();
    expect(data.find(({ id }) => id === made.id)).toMatchObject(facts);
    expect(JSON.stringify(data)).not.toContain(secret.slice(-43));
  });

  it.each([
    ['that is over', new Date(Date.now() - 1_000).toISOString()],
    ['more than two years ahead', new Date(Date.now() + 733 * 24 * HOUR_MS).toISOString()],
    ['that is no time', 'tomorrow'],
  ])('have no end %s', async (_name, expires_at) => {
    expect((await create({ principal_id: 'x', role: 'guest', expires_at })).status).toBe(422);
  });

  it('have no scope that nothing grants', async () => {
    expect((await create({ principal_id: 'x', role: 'user', scopes: ['write'] })).status).toBe(422);
    expect((await create({ principal_id: 'x', role: 'user', scopes: [] })).status).toBe(422);
    const added = { principal_id: 'x', role: 'user', permissions: ['write'], scopes: ['write'] };
    expect((await create(added)).status).toBe(201);
  });

  it('never come to more through a key that was narrowed', async () => {
    const narrow = String(
      (await create({ principal_id: 'x', role: 'admin', scopes: ['admin'] })).body['secret'],
    );
    const refused = await create({ principal_id: 'x', role: 'admin' }, narrow);
    expect(refused).toMatchObject({ status: 403, body: { detail: 'Permission denied: read required' } });
    expect((await create({ principal_id: 'x', role: 'guest' }, narrow)).status).toBe(403);
    expect((await create({ principal_id: 'x', role: 'admin', scopes: ['admin'] }, narrow)).status).toBe(201);
    const whole = await create({ principal_id: 'x', role: 'admin' });
    const rotate = (key: string) => ingress.call({ path: `/v1/api-keys/${whole.id}/rotate`, key, body: {} });
    expect((await rotate(narrow)).status).toBe(403);
    expect((await rotate(admin)).status).toBe(201);
  });

  describe('of a narrow admin', () => {
    const scopes = ['admin', 'search_restricted'] as const;
    const narrow = {
      scopes,
      namespaces: ['hr'],
      department: 'legal',
      lanes: ['low'],
      requests_per_second: 2,
    };
    const keyOf = async (facts: object) => create({ principal_id: 'hr-admin', role: 'admin', ...facts });
    let holder: string;
    beforeAll(async () => {
      holder = String((await keyOf(narrow)).body['secret']);
    });

    it.each<[string, object]>([
      ['another namespace', { namespaces: ['hr', 'board'] }],
      ['the default namespace, where it names none', { namespaces: undefined }],
      ['another department', { department: 'board' }],
      ['another lane', { lanes: ['low', 'high'] }],
      ['a higher rate', { requests_per_second: 3 }],
      ['no rate', { requests_per_second: null }],
    ])('never come to %s, made or rotated', async (_name, wider) => {
      const body = { principal_id: 'me', role: 'admin', ...narrow, ...wider };
      expect((await create(body, holder)).status).toBe(403);
      const { id } = await keyOf({ ...narrow, ...wider });
      const rotated = await ingress.call({ path: `/v1/api-keys/${id}/rotate`, key: holder, body: {} });
      expect(rotated.status).toBe(403);
    });

    it('come to as much, and to less', async () => {
      const same = await create({ principal_id: 'me', role: 'admin', ...narrow }, holder);
      expect(same.status).toBe(201);
      const less = { namespaces: ['public'], department: null, requests_per_second: 0.5 };
      const guest = { principal_id: 'me', role: 'guest', ...narrow, ...less, scopes: null };
      expect((await create(guest, holder)).status).toBe(201);
      const rotated = await ingress.call({ path: `/v1/api-keys/${same.id}/rotate`, key: holder, body: {} });
      expect(rotated.status).toBe(201);
    });

    it('come to every namespace and department where it may search all', async () => {
      const reader = String((await keyOf({ ...narrow, scopes: ['admin', 'search_all'] })).body['secret']);
      const board = { ...narrow, namespaces: ['board'], department: 'board' };
      expect((await create({ principal_id: 'me', role: 'admin', ...board }, reader)).status).toBe(201);
    });
  });

  it('are rotated without a gap: both secrets work, and with no overlap one', async () => {
    const { apiKeys } = createClient({ url: ingress.url, apiKey: admin });
    const made = await apiKeys.create({ principal_id: 'bot', role: 'user' });
    expect(await statusOf(made.secret)).toBe(200);
    const rotated = await apiKeys.rotate(made.id);
    expect(Date.parse(rotated.previous_secret_until ?? '')).toBeGreaterThan(Date.now() + HOUR_MS / 2);
    expect([await statusOf(made.secret), await statusOf(rotated.secret)]).toEqual([200, 200]);
    const last = await apiKeys.rotate(made.id, { overlap_seconds: 0 });
    expect(await statusOf(last.secret)).toBe(200);
    expect(await statusOf(made.secret)).toBe(401);
    await vi.waitFor(async () => expect(await statusOf(rotated.secret)).toBe(401), { timeout: 6_000 });
    await apiKeys.revoke(made.id);
  });
});

describe('tokens', () => {
  it('are a credential like a key: own queries, permissions, lanes', async () => {
    const token = tokenOf('ada');
    const asked = await ingress.call({ path: '/v1/queries', key: token, body: { question: 'Why?' } });
    expect(asked.status).toBe(202);
    const self = `/v1/queries/${asked.id}`;
    expect(await statusOf(tokenOf('ada'), self)).toBe(200);
    expect(await statusOf(tokenOf('bob'), self)).toBe(404);
    expect(await statusOf(tokenOf('bob', { groups: ['leads'] }), self)).toBe(200);
    expect(await statusOf(token, '/v1/api-keys')).toBe(403);
    const high = { question: 'Why?', priority: 'high' };
    expect((await ingress.call({ path: '/v1/queries', key: token, body: high })).status).toBe(403);
  });

  it('of somebody without a role are told what is missing, and strangers that they are none', async () => {
    const refused = await ingress.call({ path: '/v1/queries', key: tokenOf('eve', { groups: [] }) });
    expect(refused).toMatchObject({
      status: 403,
      body: { detail: 'Permission denied: search_restricted required' },
    });
    expect(await statusOf(tokenOf('eve', { org: 'nowhere' }))).toBe(401);
    const headers = { 'x-tenant-id': 'globex', 'x-ragfleet-tenant': 'globex' };
    const own = await ingress.call({ path: '/v1/queries', key: tokenOf('ada'), headers });
    // No header chooses a tenant: what is listed is what this person asked in the tenant of the claim.
    expect(own).toMatchObject({ status: 200, body: { data: [{ question: 'Why?' }] } });
  });

  it('of a revoked person end within 5 s, at the door and for what waits in the queue', async () => {
    const { revocations } = createClient({ url: ingress.url, apiKey: admin });
    const token = tokenOf('mallory');
    const asked = await ingress.call({ path: '/v1/queries', key: token, body: { question: 'Why?' } });
    const keyId = String(await redis.hget(`rf:acme:query:${asked.id}`, 'key'));
    const worker = createIdentity({
      redis,
      sealer: ingress.sealer,
      issuers: identityVariables.IDENTITY_ISSUERS.parse(issuers),
    });
    expect(await worker.principalOfKey('acme', keyId)).toMatchObject({ principalId: 'corp~mallory' });
    await revocations.create('corp~mallory');
    expect(await worker.principalOfKey('acme', keyId)).toBeNull();
    await vi.waitFor(async () => expect(await statusOf(token)).toBe(401), { timeout: 6_000 });
    expect((await revocations.list()).data).toMatchObject([{ principal_id: 'corp~mallory' }]);
    await revocations.lift('corp~mallory');
    expect(await statusOf(token)).toBe(200);
  });

  it.each(['ada', 'corp~', 'corp~a b', 'Corp~ada'])(
    'are not revoked for %j, which is no subject',
    async (id) => {
      const body = { principal_id: id };
      expect((await ingress.call({ path: '/v1/revocations', key: admin, body })).status).toBe(422);
    },
  );
});
