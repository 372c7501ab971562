import { randomBytes } from 'node:crypto';
import { isFault } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCutConnection } from '../cut-connection.fixture.ts';
import { createIdentity, createRevocations, createTenants } from '../index.ts';
import { identityVariables } from './issuers.ts';
import { AUDIENCE, startIssuer, type TestIssuer } from './token-issuer.fixture.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const server = await openTestRedis();
const { redis } = server;

let nowMs: number;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
let idp: TestIssuer;
let settings: Record<string, unknown>;
const revocations = createRevocations({ redis, clock });

beforeEach(async () => {
  await redis.flushdb();
  nowMs = Date.UTC(2026, 10, 1);
  await createTenants({ redis }).ensure('acme', 'Acme');
  idp = await startIssuer(() => nowMs);
  settings = {
    name: 'corp',
    issuer: idp.url,
    jwks_uri: idp.jwksUrl,
    audience: AUDIENCE,
    tenant: { claim: 'org' },
    namespaces_claim: 'ns',
    role: { claim: 'roles', map: { staff: 'user', root: 'admin' } },
  };
});
afterEach(() => idp.stop());

/** Another process, with the issuers that it is configured with. */
const identityWith = (changes: Record<string, unknown> | null = {}) => {
  const all = changes === null ? [] : [{ ...settings, ...changes }];
  const issuers = identityVariables.IDENTITY_ISSUERS.parse(JSON.stringify(all));
  return createIdentity({ redis, sealer, clock, issuers });
};
const outcomeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'let in',
    (error: unknown) => (isFault(error) ? error.kind : 'other'),
  );
const keyIdOf = async (claims: Record<string, unknown> = {}): Promise<string> =>
  (await identityWith().authenticate(`Bearer ${await idp.token({ ns: ['hr'], ...claims })}`)).keyId;

describe('what was asked with a token, when it runs', () => {
  it('is asked by the same principal, in a process that never saw the token', async () => {
    const asked = await identityWith().authenticate(`Bearer ${await idp.token({ ns: ['hr'] })}`);
    nowMs += 24 * 3_600_000;
    expect(await identityWith().principalOfKey('acme', asked.keyId)).toEqual(asked);
  });

  it('is nobody’s when the issuer, its hold on the tenant, the tenant or the person is gone', async () => {
    const keyId = await keyIdOf();
    const now = (changes: Record<string, unknown> | null = {}) =>
      identityWith(changes).principalOfKey('acme', keyId);
    expect(await now()).toMatchObject({ principalId: 'corp~ada' });
    expect(await now(null)).toBeNull();
    expect(await now({ issuer: 'https://another.example' })).toBeNull();
    expect(await now({ tenant: { claim: 'org', allowed: ['globex'] } })).toBeNull();
    expect(await identityWith().principalOfKey('globex', keyId)).toBeNull();
    await revocations.revokeSubject('acme', 'corp~ada');
    expect(await now()).toBeNull();
    await revocations.restoreSubject('acme', 'corp~ada');
    expect(await now()).not.toBeNull();
    await redis.del('rf:acme:tenant');
    expect(await now()).toBeNull();
  });

  it('has at most the role of then and the role that the issuer’s map gives now', async () => {
    const roleNow = async (map: Record<string, string>, keyId: string) =>
      (await identityWith({ role: { claim: 'roles', map } }).principalOfKey('acme', keyId))?.role ?? null;
    const staff = await keyIdOf({ roles: ['staff'] });
    expect(await roleNow({ staff: 'admin' }, staff)).toBe('user');
    expect(await roleNow({ staff: 'guest' }, staff)).toBe('guest');
    expect(await roleNow({ others: 'user' }, staff)).toBeNull();
    const root = await keyIdOf({ roles: ['root'] });
    expect(await roleNow({ root: 'analyst' }, root)).toBe('analyst');
  });

  it('keeps to the lanes that the issuer’s people may use now', async () => {
    const keyId = await keyIdOf();
    expect(await identityWith({ lanes: ['low'] }).principalOfKey('acme', keyId)).toMatchObject({
      lanes: ['low'],
    });
  });

  it('gets no rights from who writes to Redis without the master key', async () => {
    const keyId = await keyIdOf();
    const key = `rf:acme:token-principal:${keyId.slice(4)}`;
    const said = await redis.get(key);
    await redis.set(key, (said ?? '').replace('"user"', '"admin"'));
    expect(await identityWith().principalOfKey('acme', keyId)).toBeNull();
    await redis.set('rf:globex:token-principal:' + keyId.slice(4), said ?? '');
    await createTenants({ redis }).ensure('globex', 'Globex');
    expect(await identityWith().principalOfKey('globex', keyId)).toBeNull();
  });

  it('is kept for three days from its last use, and written once an hour', async () => {
    const identity = identityWith();
    const writes = vi.spyOn(redis, 'set');
    const enter = async () => identity.authenticate(`Bearer ${await idp.token()}`);
    const { keyId } = await enter();
    await enter();
    expect(writes).toHaveBeenCalledTimes(1);
    nowMs += 3_600_000;
    await enter();
    expect(writes).toHaveBeenCalledTimes(2);
    writes.mockRestore();
    const leftMs = await redis.pttl(`rf:acme:token-principal:${keyId.slice(4)}`);
    expect(leftMs).toBeGreaterThan(71 * 3_600_000);
    expect(leftMs).toBeLessThanOrEqual(72 * 3_600_000);
  });

  it('is not a credential: nobody signs in with its name', async () => {
    const keyId = await keyIdOf();
    for (const text of [keyId, `rag_test_${keyId}_${'x'.repeat(43)}`, `${keyId}..`])
      expect(await outcomeOf(identityWith().authenticate(`Bearer ${text}`))).toBe('unauthenticated');
  });
});

it('a token of a suspended tenant is refused as what it is, and of one that is being deleted as none', async () => {
  const keyId = await keyIdOf();
  const enter = async () => outcomeOf(identityWith().authenticate(`Bearer ${await idp.token()}`));
  const tenants = createTenants({ redis });
  await tenants.update('acme', { status: 'suspended' });
  expect(await enter()).toBe('forbidden');
  expect(await outcomeOf(identityWith().principalOfKey('acme', keyId))).toBe('forbidden');
  await tenants.update('acme', { status: 'active' });
  expect(await enter()).toBe('let in');
  await tenants.delete('acme');
  expect(await enter()).toBe('unauthenticated');
  expect(await identityWith().principalOfKey('acme', keyId)).toBeNull();
});

describe('a revoked person', () => {
  it('is refused within 5 s everywhere, and let in again at once when that is lifted', async () => {
    const identity = identityWith();
    const enter = async () => outcomeOf(identity.authenticate(`Bearer ${await idp.token()}`));
    expect(await enter()).toBe('let in');
    await revocations.revokeSubject('acme', 'corp~ada');
    nowMs += 5_000;
    expect(await enter()).toBe('unauthenticated');
    expect(await revocations.restoreSubject('acme', 'corp~ada')).toBe(true);
    expect(await enter()).toBe('let in');
  });

  it('is revoked in one tenant alone, once, and listed newest first', async () => {
    const first = await revocations.revokeSubject('acme', 'corp~ada');
    nowMs += 1_000;
    expect(await revocations.revokeSubject('acme', 'corp~ada')).toEqual(first);
    await revocations.revokeSubject('acme', 'corp~bob');
    const listed = (await revocations.list('acme')).map(({ principalId }) => principalId);
    expect(listed).toEqual(['corp~bob', 'corp~ada']);
    expect(await revocations.isRevoked('globex', 'corp~ada')).toBe(false);
    expect(await revocations.restoreSubject('globex', 'corp~ada')).toBe(false);
  });

  it('was there to be let in again, also where the connection is cut before the reply', async () => {
    const connection = await openCutConnection(server);
    await revocations.revokeSubject('acme', 'corp~ada');
    connection.cutAfter(/(?:hdel|eval)[^]*revoked-subjects/i);
    const lifted = await createRevocations({ redis: connection.redis }).restoreSubject('acme', 'corp~ada');
    expect([connection.cuts(), lifted]).toEqual([1, true]);
    expect(await revocations.isRevoked('acme', 'corp~ada')).toBe(false);
  });

  it('is one of at most 10,000', async () => {
    const fields = Array.from({ length: 10_000 }, (_, index) => [`corp~${index}`, '1']).flat();
    await redis.hset('rf:acme:revoked-subjects', ...fields);
    expect(await outcomeOf(revocations.revokeSubject('acme', 'corp~one-more'))).toBe('conflict');
    expect(await revocations.revokeSubject('acme', 'corp~7')).toEqual({
      principalId: 'corp~7',
      revokedAtMs: 1,
    });
  });

  it('is one of at most 10,000, however many are revoked at once', async () => {
    const fields = Array.from({ length: 9_999 }, (_, index) => [`corp~${index}`, '1']).flat();
    await redis.hset('rf:acme:revoked-subjects', ...fields);
    const outcomes = await Promise.all(
      ['corp~x', 'corp~y', 'corp~z'].map((id) => outcomeOf(revocations.revokeSubject('acme', id))),
    );
    expect(outcomes.toSorted()).toEqual(['conflict', 'conflict', 'let in']);
  });
});

describe('a person who is erased', () => {
  const MOST = 10_000;
  const STEP = 10_000;
  const fill = async (count: number, isErased = false): Promise<void> => {
    for (let first = 0; first < count; first += STEP) {
      const ids = Array.from({ length: STEP }, (_, index) => `corp~${first + index}`);
      await redis.hset('rf:acme:revoked-subjects', ...ids.flatMap((id) => [id, '1']));
      if (isErased) await redis.sadd('rf:acme:erased-subjects', ...ids);
    }
  };

  it('is revoked where no more may be, once, and takes nobody else’s place', async () => {
    await fill(MOST);
    const erased = await revocations.revokeErased('acme', 'corp~gone');
    expect(await revocations.isRevoked('acme', 'corp~gone')).toBe(true);
    nowMs += 1_000;
    expect(await revocations.revokeErased('acme', 'corp~gone')).toEqual(erased);
    expect(await outcomeOf(revocations.revokeSubject('acme', 'corp~one-more'))).toBe('conflict');
    await revocations.restoreSubject('acme', 'corp~7');
    expect(await outcomeOf(revocations.revokeSubject('acme', 'corp~one-more'))).toBe('let in');
  });

  it('who was revoked before makes room', async () => {
    await fill(MOST);
    expect(await revocations.revokeErased('acme', 'corp~7')).toMatchObject({ revokedAtMs: 1 });
    expect(await outcomeOf(revocations.revokeSubject('acme', 'corp~one-more'))).toBe('let in');
    expect(await outcomeOf(revocations.revokeSubject('acme', 'corp~two-more'))).toBe('conflict');
  });

  it('is let in again like any other, and leaves nothing', async () => {
    await revocations.revokeErased('acme', 'corp~gone');
    expect(await revocations.restoreSubject('acme', 'corp~gone')).toBe(true);
    expect(await revocations.isRevoked('acme', 'corp~gone')).toBe(false);
    expect(await redis.keys('rf:acme:*-subjects')).toEqual([]);
  });

  it('is one of at most 100,000, which a repeat and who is revoked already are past', async () => {
    await fill(10 * MOST, true);
    expect(await outcomeOf(revocations.revokeErased('acme', 'corp~one-more'))).toBe('conflict');
    expect(await revocations.revokeErased('acme', 'corp~7')).toMatchObject({ revokedAtMs: 1 });
    expect(await revocations.list('acme')).toHaveLength(MOST);
  });
});
