import { createHmac, randomBytes } from 'node:crypto';
import { isFault, LANES, permissionsOf, type Principal } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openCutConnection } from '../cut-connection.fixture.ts';
import { createApiKeys, createIdentity, createTenantDeletions, createTenants } from '../index.ts';
import { createKeyRecords } from './key-records.ts';

const HOUR_MS = 3_600_000;
const sealer = createSealer(randomBytes(32).toString('base64'));
const server = await openTestRedis();
const { redis } = server;
const ada = { tenantId: 'acme', principalId: 'ada', role: 'user' } as const;

let nowMs = Date.UTC(2026, 10, 1);
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const keysOf = () => createApiKeys({ redis, sealer, environment: 'test', clock });
const identityOf = () => createIdentity({ redis, sealer, clock });
let identity = identityOf();
const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'resolved',
    (error: unknown) => (isFault(error) ? error.kind : 'other'),
  );
const who = (secret: string): Promise<Principal> => identity.authenticate(`Bearer ${secret}`);

beforeEach(async () => {
  await redis.flushdb();
  nowMs = Date.UTC(2026, 10, 1);
  identity = identityOf();
});

describe('a key that expires', () => {
  it('works until its time and not from then on, though it was remembered, and the list says so', async () => {
    const { keyId, secret } = await keysOf().create({ ...ada, expiresAtMs: nowMs + 1_000 });
    nowMs += 999;
    expect(await who(secret)).toMatchObject({ principalId: 'ada' });
    expect(await identity.principalOfKey('acme', keyId)).toMatchObject({ principalId: 'ada' });
    nowMs += 1;
    expect(await kindOf(who(secret))).toBe('unauthenticated');
    expect(await identity.principalOfKey('acme', keyId)).toBeNull();
    expect(await keysOf().list('acme')).toMatchObject([{ keyId, isExpired: true }]);
  });
});

describe('a rotated key', () => {
  it('takes the new secret at once and the old one for the overlap alone', async () => {
    const { keyId, secret: old } = await keysOf().create(ada);
    await who(old);
    const rotated = await keysOf().rotate('acme', keyId, { overlapMs: HOUR_MS });
    expect(rotated).toMatchObject({ keyId, previousSecretUntilMs: nowMs + HOUR_MS });
    const fresh = rotated?.secret ?? '';
    expect(fresh).toMatch(new RegExp(`^rag_test_${keyId}_`));
    expect(fresh).not.toBe(old);
    expect(await who(fresh)).toMatchObject({ keyId });
    expect(await who(old)).toMatchObject({ keyId });
    nowMs += HOUR_MS;
    expect(await kindOf(who(old))).toBe('unauthenticated');
    expect(await who(fresh)).toMatchObject({ keyId });
    expect(await keysOf().list('acme')).toMatchObject([{ previousSecretUntilMs: null }]);
  });

  it('leaves the old secret nothing when there is no overlap, within 5 s', async () => {
    const { keyId, secret: old } = await keysOf().create(ada);
    await who(old);
    await keysOf().rotate('acme', keyId, { overlapMs: 0 });
    nowMs += 5_000;
    expect(await kindOf(who(old))).toBe('unauthenticated');
  });

  it('is nobody else’s to rotate, and does not come back from its revocation', async () => {
    const { keyId } = await keysOf().create(ada);
    expect(await keysOf().rotate('globex', keyId, { overlapMs: 0 })).toBeNull();
    await keysOf().revoke('acme', keyId);
    expect(await keysOf().rotate('acme', keyId, { overlapMs: 0 })).toBeNull();
    expect(await redis.exists(`rf:api-key:${keyId}`)).toBe(0);
  });

  it('is not rotated by who may do less: its secret would be a way to more', async () => {
    const { keyId } = await keysOf().create({ ...ada, role: 'admin' });
    const rotate = (within: Parameters<typeof permissionsOf>) =>
      keysOf().rotate('acme', keyId, {
        overlapMs: 0,
        within: {
          namespaces: ['default'],
          department: null,
          lanes: LANES,
          permissions: permissionsOf(...within),
        },
      });
    expect(await kindOf(rotate(['admin', [], ['admin']]))).toBe('forbidden');
    expect(await kindOf(rotate(['admin']))).toBe('resolved');
  });

  it('is not changed by who read it before somebody else changed or revoked it', async () => {
    const { keyId, secret } = await keysOf().create(ada);
    const records = createKeyRecords(redis);
    const before = await records.read(keyId);
    if (before === null) throw new Error('No record.');
    await keysOf().rotate('acme', keyId, { overlapMs: HOUR_MS });
    expect(await records.replace(before, { ...before.record, principalId: 'eve' })).toBe(false);
    expect(await who(secret)).toMatchObject({ principalId: 'ada' });
    await keysOf().revoke('acme', keyId);
    expect(await records.replace(before, before.record)).toBe(false);
    await records.noteUse(keyId, '2026-11-01');
    expect(await redis.exists(`rf:api-key:${keyId}`)).toBe(0);
  });

  it('is rotated once where the connection is cut before the reply, and its old secret works on', async () => {
    const { keyId, secret: old } = await keysOf().create(ada);
    const connection = await openCutConnection(server);
    const keys = createApiKeys({ redis: connection.redis, sealer, environment: 'test', clock });
    connection.cutAfter(/"untilMs"/);
    const rotated = await keys.rotate('acme', keyId, { overlapMs: HOUR_MS });
    expect(connection.cuts()).toBe(1);
    expect(await who(rotated?.secret ?? '')).toMatchObject({ keyId });
    expect(await who(old)).toMatchObject({ keyId });
  });

  it('ends in one valid secret when two rotate it at once', async () => {
    const { keyId } = await keysOf().create(ada);
    const rotations = await Promise.all([1, 2].map(() => keysOf().rotate('acme', keyId, { overlapMs: 0 })));
    const valid = await Promise.all(rotations.map((rotated) => kindOf(who(rotated?.secret ?? ''))));
    expect(valid.toSorted()).toEqual(['resolved', 'unauthenticated']);
  });
});

describe('the keys of a tenant', () => {
  it('are one more where the connection is cut before the reply', async () => {
    const connection = await openCutConnection(server);
    const keys = createApiKeys({ redis: connection.redis, sealer, environment: 'test', clock });
    connection.cutAfter(/rf:api-key:/);
    const { keyId, secret } = await keys.create(ada);
    expect(connection.cuts()).toBe(1);
    expect(await who(secret)).toMatchObject({ keyId });
    expect(await redis.keys('rf:api-key:*')).toEqual([`rf:api-key:${keyId}`]);
  });

  const CAP = 1_000;
  /** As a release wrote them that counted first and wrote afterwards. */
  const createdBefore = async (count: number): Promise<void> => {
    const { keyId } = await keysOf().create(ada);
    const record = await redis.hget(`rf:api-key:${keyId}`, 'record');
    if (record === null) throw new Error('No record.');
    const writing = redis.multi();
    for (let at = 1; at < count; at += 1) {
      writing.hset(`rf:api-key:k${at}`, 'record', record.replace(keyId, `k${at}`));
      writing.zadd('rf:acme:api-keys', at, `k${at}`);
    }
    await writing.exec();
  };

  it(`are ${CAP} at the most, however many are made at once`, async () => {
    await createdBefore(CAP - 5);
    const made = await Promise.all(Array.from({ length: 20 }, () => kindOf(keysOf().create(ada))));
    expect(made.filter((kind) => kind === 'resolved')).toHaveLength(5);
    expect(made.filter((kind) => kind === 'conflict')).toHaveLength(15);
    expect(await redis.keys('rf:api-key:*')).toHaveLength(CAP);
  });

  it('can be imported again where there is no room for another one', async () => {
    const { secret } = await keysOf().create(ada);
    await createdBefore(CAP - 1);
    expect(await kindOf(keysOf().create({ ...ada, role: 'admin' }, { secret }))).toBe('resolved');
    expect(await who(secret)).toMatchObject({ role: 'admin' });
    expect(await redis.zcard('rf:acme:api-keys')).toBe(CAP);
  });

  it('are all listed, and all revoked at once, where there are more', async () => {
    await createdBefore(CAP + 51);
    const { secret } = await keysOf().create({ ...ada, tenantId: 'globex' });
    await redis.zadd('rf:acme:api-keys', 0, 'gone', 0, (await keysOf().list('globex'))[0]?.keyId ?? '');
    expect(await keysOf().list('acme')).toHaveLength(CAP + 51);
    expect(await keysOf().revokeAll('acme', new AbortController().signal)).toBe(CAP + 53);
    expect(await redis.exists('rf:acme:api-keys')).toBe(0);
    expect(await redis.keys('rf:api-key:*')).toHaveLength(1);
    expect(await who(secret)).toMatchObject({ tenantId: 'globex' });
  });

  it('are made neither while it is deleted nor afterwards, until a tenant of that name is made', async () => {
    const tenants = createTenants({ redis, clock });
    await tenants.ensure('acme', 'Acme');
    await tenants.delete('acme');
    expect(await kindOf(keysOf().create(ada))).toBe('conflict');
    await createTenantDeletions({ redis, tenants, clock }).finish('acme');
    expect(await kindOf(keysOf().create(ada))).toBe('conflict');
    expect(await redis.keys('rf:api-key:*')).toEqual([]);
    await tenants.ensure('acme', 'Acme again');
    expect(await kindOf(keysOf().create(ada))).toBe('resolved');
  });
});

describe('what a key may do', () => {
  it.each([
    ['admin', ['search_restricted'], ['search_restricted']],
    ['admin', ['read', 'write'], ['read', 'write']],
    ['guest', ['admin'], []],
  ] as const)('of a %s is narrowed to %s, and never more than it had', async (role, scopes, expected) => {
    const { secret } = await keysOf().create({ ...ada, role, scopes });
    expect(await who(secret)).toMatchObject({ permissions: new Set(expected) });
  });

  it('comes with its rate', async () => {
    const { secret } = await keysOf().create({ ...ada, requestsPerSecond: 3, name: 'night job' });
    expect(await who(secret)).toMatchObject({ requestsPerSecond: 3 });
    expect(await keysOf().list('acme')).toMatchObject([{ requestsPerSecond: 3, name: 'night job' }]);
  });
});

it('a key of before there were names, scopes and expiries works as it did', async () => {
  const { keyId, secret } = await keysOf().create(ada);
  const pepper = sealer.secret('api-key-pepper');
  const digest = createHmac('sha256', pepper)
    .update(`${keyId}.${secret.slice(-43)}`)
    .digest('hex');
  const old = {
    keyId,
    principalId: 'ada',
    createdAtMs: 1,
    digest,
    kind: 'tenant',
    tenantId: 'acme',
    role: 'user',
    permissions: [],
    namespaces: ['hr'],
    department: null,
    lanes: ['low'],
  };
  await redis.hset(`rf:api-key:${keyId}`, 'record', JSON.stringify(old));
  expect(await who(secret)).toMatchObject({ principalId: 'ada', namespaces: ['hr'], lanes: ['low'] });
  expect(await keysOf().list('acme')).toMatchObject([{ keyId, expiresAtMs: null, scopes: null }]);
});

it('the day of the last use is written once for a day and process, and never on a revoked key', async () => {
  const { keyId, secret } = await keysOf().create(ada);
  const used = () => redis.hget(`rf:api-key:${keyId}`, 'used');
  await who(secret);
  await vi.waitUntil(async () => (await used()) === '2026-11-01');
  await redis.hset(`rf:api-key:${keyId}`, 'used', 'untouched');
  nowMs += HOUR_MS;
  await who(secret);
  nowMs += 24 * HOUR_MS;
  await who(secret);
  await vi.waitUntil(async () => (await used()) === '2026-11-02');
  expect(await keysOf().list('acme')).toMatchObject([{ lastUsedDay: '2026-11-02' }]);
});

it('an unknown id, a known one and a wrong secret cost the same reads', async () => {
  const { secret } = await keysOf().create(ada);
  const wrong = (key: string): string => key.slice(0, -43) + randomBytes(32).toString('base64url');
  const readsFor = async (key: string): Promise<number> => {
    const reads = vi.spyOn(redis, 'hmget');
    await kindOf(who(key));
    const count = reads.mock.calls.length;
    reads.mockRestore();
    return count;
  };
  const unknown = await readsFor(wrong(`rag_test_00000000_${'x'.repeat(43)}`));
  const cold = await readsFor(wrong(secret));
  const remembered = await readsFor(wrong(secret));
  expect([unknown, cold, remembered]).toEqual([1, 1, 1]);
});
