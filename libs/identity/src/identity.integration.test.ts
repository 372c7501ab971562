import { randomBytes } from 'node:crypto';
import { isFault, type Principal } from '@ragfleet/kernel';
import { whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis, settlesWithin } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createApiKeys, createIdentity, createWebhookSecrets, listOperatorKeys } from './index.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const ada = { tenantId: 'acme', principalId: 'ada', role: 'user' } as const;
const server = await openTestRedis();
const { redis } = server;
const { signal } = new AbortController();

const keysOf = () => createApiKeys({ redis, sealer, environment: 'test' });
const who = (secret: string, monotonicMs = () => 0): Promise<Principal> =>
  createIdentity({ redis, sealer, clock: { nowMs: Date.now, monotonicMs } }).authenticate(`Bearer ${secret}`);
const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'resolved',
    (error: unknown) => (isFault(error) ? error.kind : 'other'),
  );

describe('API keys', () => {
  it('turn into the principal that they were created for', async () => {
    const { keyId, secret } = await keysOf().create({ ...ada, permissions: ['write'], lanes: ['low'] });
    expect(secret).toMatch(/^rag_test_[0-9a-z]{8}_[\w-]{43}$/);
    expect(await who(secret)).toEqual({
      kind: 'tenant',
      ...ada,
      keyId,
      permissions: new Set(['read', 'search_restricted', 'write']),
      namespaces: ['default'],
      department: null,
      lanes: ['low'],
    });
  });

  it('leave nothing in Redis from which the secret could be read', async () => {
    const { keyId, secret } = await keysOf().create(ada);
    const stored = JSON.stringify(await redis.hgetall(`rf:api-key:${keyId}`));
    const RANDOM_LENGTH = 43;
    expect(stored).toContain(keyId);
    expect(stored).not.toContain(secret.slice(-RANDOM_LENGTH));
  });

  it.each([
    ['no header', undefined],
    ['another scheme', 'Basic YTpi'],
    ['not a key', 'Bearer hello'],
    ['an unknown key', `Bearer rag_test_00000000_${'x'.repeat(43)}`],
  ])('refuse %s', async (_name, header) => {
    const identity = createIdentity({ redis, sealer });
    expect(await kindOf(identity.authenticate(header))).toBe('unauthenticated');
  });

  it('refuse a known id with another secret', async () => {
    const { secret } = await keysOf().create(ada);
    const forged = secret.slice(0, -43) + randomBytes(32).toString('base64url');
    expect(await kindOf(who(forged))).toBe('unauthenticated');
  });

  it('stop working within 5 s of their revocation, and only their tenant can revoke them', async () => {
    let nowMs = 0;
    const clock = { nowMs: Date.now, monotonicMs: () => nowMs };
    const identity = createIdentity({ redis, sealer, clock });
    const { keyId, secret } = await keysOf().create(ada);
    await identity.authenticate(`Bearer ${secret}`);
    expect(await keysOf().revoke('globex', keyId)).toBe(false);
    expect(await keysOf().revoke('acme', keyId)).toBe(true);
    expect(await identity.principalOfKey('acme', keyId)).toBeNull();
    nowMs = 5_000;
    expect(await kindOf(identity.authenticate(`Bearer ${secret}`))).toBe('unauthenticated');
  });

  it('are looked up again by id, for their own tenant alone', async () => {
    const identity = createIdentity({ redis, sealer });
    const { keyId } = await keysOf().create(ada);
    expect(await identity.principalOfKey('acme', keyId)).toMatchObject({ principalId: 'ada' });
    expect(await identity.principalOfKey('globex', keyId)).toBeNull();
  });

  it('can be imported again after a fresh start, but not over a foreign key', async () => {
    const { secret, keyId } = await keysOf().create({ ...ada, tenantId: 'imported' });
    await redis.del(`rf:api-key:${keyId}`);
    await keysOf().create({ ...ada, tenantId: 'imported' }, { secret });
    await keysOf().create({ ...ada, tenantId: 'imported', role: 'admin' }, { secret });
    expect(await who(secret)).toMatchObject({ role: 'admin', keyId });
    const forged = secret.slice(0, -43) + randomBytes(32).toString('base64url');
    expect(await kindOf(keysOf().create(ada, { secret: forged }))).toBe('conflict');
    expect((await keysOf().list('imported')).map((key) => key.keyId)).toEqual([keyId]);
  });

  it('can be imported by several at once', async () => {
    const { secret, keyId } = await keysOf().create({ ...ada, tenantId: 'imported-often' });
    const imports = ['guest', 'user', 'admin'] as const;
    await Promise.all(
      imports.map((role) => keysOf().create({ ...ada, tenantId: 'imported-often', role }, { secret })),
    );
    expect((await keysOf().list('imported-often')).map((key) => key.keyId)).toEqual([keyId]);
  });

  it('of an operator belong to no tenant', async () => {
    const { secret } = await keysOf().createOperator('ops');
    expect(await who(secret)).toMatchObject({ kind: 'operator', principalId: 'ops' });
    const again = await keysOf().createOperator('ops');
    const listed = await listOperatorKeys(redis, signal);
    expect(listed.map(({ keyId }) => keyId)).toEqual(expect.arrayContaining([again.keyId]));
    expect(listed).toHaveLength(2);
  });
});

describe('webhook secrets', () => {
  it('are created once, sealed at rest, and two are valid during a rotation', async () => {
    let nowMs = 1_000;
    const secrets = createWebhookSecrets({
      redis,
      sealer,
      clock: { nowMs: () => nowMs, monotonicMs: () => 0 },
    });
    const [first] = await secrets.current('acme');
    expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await secrets.current('acme')).toEqual([first]);
    expect(JSON.stringify(await redis.hgetall('rf:acme:webhook-secret'))).not.toContain(first);
    const [second] = await secrets.rotate('acme');
    expect(await secrets.current('acme')).toEqual([second, first]);
    const rotated = await secrets.rotate('acme');
    expect(rotated[1]).toBe(second);
    nowMs += 24 * 3_600_000;
    expect(await secrets.current('acme')).toEqual([rotated[0]]);
  });

  it('are the same for all who ask first at the same moment', async () => {
    const all = await Promise.all(
      [1, 2, 3, 4].map(() => createWebhookSecrets({ redis, sealer }).current('globex')),
    );
    expect(new Set(all.flat()).size).toBe(1);
  });
});

describe('without Redis', () => {
  it('answers unavailable within 2 s, and works again when Redis is back', async () => {
    const { secret } = await keysOf().create(ada);
    await server.kill();
    const asked = kindOf(who(secret));
    expect(await settlesWithin(2_100, () => asked)).toBe(true);
    expect(await asked).toBe('unavailable');
    await server.restart();
    await whenReady(redis, 5_000);
    expect(await who(secret)).toMatchObject({ principalId: 'ada' });
  });
});
