import { randomBytes } from 'node:crypto';
import { isFault } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it } from 'vitest';
import { openCutConnection } from '../cut-connection.fixture.ts';
import { createApiKeys, createIdentity, createTenantDeletions, createTenants } from '../index.ts';

const server = await openTestRedis();
const { redis } = server;
const sealer = createSealer(randomBytes(32).toString('base64'));
let nowMs: number;
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const tenants = createTenants({ redis, clock });
const deletions = createTenantDeletions({ redis, tenants, clock });

beforeEach(async () => {
  await redis.flushdb();
  // Every test is far enough from the one before for memories to be over.
  nowMs = (nowMs ?? 1_000_000) + 60_000;
});

const kindOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'resolved',
    (error: unknown) => (isFault(error) ? error.kind : 'other'),
  );
const idsOf = (page: { readonly tenants: readonly { readonly tenantId: string }[] }): string[] =>
  page.tenants.map(({ tenantId }) => tenantId);

describe('a tenant', () => {
  it('tells those who settle queries how long its own are kept', async () => {
    const kept = () => redis.hget('rf:acme:tenant', 'keptSeconds');
    await tenants.create({ tenantId: 'acme', name: 'Acme', retentionHours: 2 });
    expect(await kept()).toBe('7200');
    await tenants.update('acme', { name: 'Acme Ltd' });
    expect(await kept()).toBe('7200');
    expect(await tenants.update('acme', { retentionHours: 1 })).toMatchObject({ retentionHours: 1 });
    expect(await kept()).toBe('3600');
    await tenants.update('acme', { retentionHours: null });
    expect(await kept()).toBeNull();
  });

  it('is created once, with the choices of the fleet where it makes none', async () => {
    const { tenant: acme } = await tenants.create({ tenantId: 'acme', name: 'Acme' });
    expect(await tenants.get('acme')).toEqual(acme);
    expect(acme).toMatchObject({ timeZone: null, region: null, hasThinWebhooks: false, status: 'active' });
    expect(Object.values(acme.limits)).toEqual([null, null, null, null]);
    expect(await kindOf(tenants.create({ tenantId: 'acme', name: 'Other' }))).toBe('conflict');
    expect(await tenants.ensure('acme', 'Other')).toEqual(acme);
  });

  it.each(['fleet', 'api-key', 'embedding', 'a:b', 'a*', '', 'Acme', '-a', 'a'.repeat(64)])(
    'is never called %j',
    async (tenantId) => {
      expect(await kindOf(tenants.create({ tenantId, name: 'x' }))).toBe('invalid-input');
      expect(await redis.dbsize()).toBe(0);
    },
  );

  it('is in no time zone that does not exist', async () => {
    expect(await kindOf(tenants.create({ tenantId: 'a', name: 'A', timeZone: 'Mars/Base' }))).toBe(
      'invalid-input',
    );
    await tenants.create({ tenantId: 'b', name: 'B', timeZone: 'Europe/Berlin' });
    expect(await kindOf(tenants.update('b', { timeZone: 'Mars/Base' }))).toBe('invalid-input');
    expect(await tenants.update('b', { timeZone: null })).toMatchObject({ timeZone: null });
  });

  it('that an older release wrote has the choices of the fleet', async () => {
    const old = { tenantId: 'old', name: 'Old', timeZone: 'Asia/Tokyo', createdAtMs: 5 };
    await redis.hset('rf:old:tenant', 'record', JSON.stringify(old));
    expect(await tenants.get('old')).toMatchObject({
      ...old,
      status: 'active',
      limits: { openPerTenant: null },
    });
  });

  it('changes in what is named alone, also when two change it at once', async () => {
    await tenants.create({ tenantId: 'acme', name: 'Acme', limits: { openPerTenant: 5 } });
    await Promise.all([
      tenants.update('acme', { limits: { perSecondOfKey: 2 } }),
      tenants.update('acme', { name: 'New' }),
      tenants.update('acme', { hasThinWebhooks: true, region: 'eu', status: 'suspended' }),
    ]);
    expect(await tenants.get('acme')).toMatchObject({
      name: 'New',
      limits: { openPerTenant: 5, perSecondOfKey: 2, perSecondOfTenant: null },
      hasThinWebhooks: true,
      region: 'eu',
      status: 'suspended',
    });
    expect(await tenants.update('nobody', { name: 'x' })).toBeNull();
  });

  it('is listed in pages, newest first', async () => {
    for (const tenantId of ['a', 'b', 'c']) {
      nowMs += 1;
      await tenants.create({ tenantId, name: tenantId });
    }
    const first = await tenants.page({ limit: 2, startingAfter: null });
    expect([idsOf(first), first.hasMore]).toEqual([['c', 'b'], true]);
    const last = await tenants.page({ limit: 2, startingAfter: 'b' });
    expect([idsOf(last), last.hasMore]).toEqual([['a'], false]);
    expect(await kindOf(tenants.page({ limit: 2, startingAfter: 'z' }))).toBe('invalid-input');
    expect((await tenants.list()).map(({ tenantId }) => tenantId)).toEqual(['a', 'b', 'c']);
  });

  it('is remembered for less than 5 s, also where it has no record', async () => {
    expect(await tenants.recent('acme')).toBeNull();
    await tenants.create({ tenantId: 'acme', name: 'Acme' });
    expect(await tenants.recent('acme')).toBeNull();
    nowMs += 4_900;
    expect(await tenants.recent('acme')).toMatchObject({ status: 'active' });
  });
});

describe('the first key of a tenant', () => {
  const keys = createApiKeys({ redis, sealer, environment: 'test' });
  const acme = { tenantId: 'acme', name: 'Acme' };
  const firstKey = (firstKeyClaim: string) =>
    keys.create({ tenantId: 'acme', principalId: 'admin', role: 'admin' }, { firstKeyClaim });

  it('is made by a repeat 5 s after its maker was cut off, for the tenant as it is asked for then', async () => {
    const { tenant } = await tenants.create({ ...acme, limits: { openPerTenant: 5 }, retentionHours: 2 });
    nowMs += 4_999;
    expect(await tenants.isTaken('acme')).toBe(true);
    expect(await kindOf(tenants.create(acme))).toBe('conflict');
    nowMs += 1;
    expect(await tenants.isTaken('acme')).toBe(false);
    const again = await tenants.create({ ...acme, name: 'Acme Ltd', limits: { perSecondOfKey: 1 } });
    expect(again.tenant).toMatchObject({ name: 'Acme Ltd', createdAtMs: tenant.createdAtMs });
    expect(again.tenant).toMatchObject({ limits: { openPerTenant: null, perSecondOfKey: 1 } });
    expect(await tenants.get('acme')).toEqual(again.tenant);
    expect(await redis.hget('rf:acme:tenant', 'keptSeconds')).toBeNull();
    expect(await firstKey(again.firstKeyClaim)).toMatchObject({ principalId: 'admin' });
  });

  it('is made once, by the last of those who ask for it', async () => {
    const slow = await tenants.create(acme);
    nowMs += 5_000;
    const outcomes = await Promise.all([1, 2].map(() => tenants.create(acme).catch(() => null)));
    const [quick, ...others] = outcomes.filter((made) => made !== null);
    expect(others).toEqual([]);
    expect(await kindOf(firstKey(slow.firstKeyClaim))).toBe('conflict');
    expect(await kindOf(firstKey(quick?.firstKeyClaim ?? ''))).toBe('resolved');
    expect(await kindOf(firstKey(quick?.firstKeyClaim ?? ''))).toBe('conflict');
    expect(await keys.list('acme')).toHaveLength(1);
  });

  it('is never made again, nor after any other key, nor for one that is deleted or of before', async () => {
    const made = await tenants.create(acme);
    await firstKey(made.firstKeyClaim);
    await tenants.create({ tenantId: 'entered', name: 'Entered' });
    await keys.create({ tenantId: 'entered', principalId: 'ann', role: 'user' });
    await tenants.create({ tenantId: 'deleted', name: 'Deleted' });
    await tenants.delete('deleted');
    await tenants.ensure('ensured', 'Ensured');
    nowMs += 60_000;
    for (const tenantId of ['acme', 'entered', 'deleted', 'ensured']) {
      expect(await tenants.isTaken(tenantId)).toBe(true);
      expect(await kindOf(tenants.create({ tenantId, name: 'Again' }))).toBe('conflict');
    }
    expect(await tenants.isTaken('nobody')).toBe(false);
  });

  it('is its maker’s where the connection is cut before the reply', async () => {
    const connection = await openCutConnection(server);
    connection.cutAfter(/eval[^]*rf:acme:tenant/i);
    const made = await createTenants({ redis: connection.redis, clock }).create(acme);
    expect([connection.cuts(), made.tenant]).toEqual([1, await tenants.get('acme')]);
    expect(await kindOf(firstKey(made.firstKeyClaim))).toBe('resolved');
  });
});

describe('a credential', () => {
  const keys = createApiKeys({ redis, sealer, environment: 'test' });
  const identity = createIdentity({ redis, sealer, tenants, clock });
  const member = { tenantId: 'acme', principalId: 'ada', role: 'user' } as const;

  it('of a suspended tenant is forbidden within 5 s, and good again when it is resumed', async () => {
    await tenants.create({ tenantId: 'acme', name: 'Acme' });
    const { secret, keyId } = await keys.create(member);
    const enter = () => kindOf(identity.authenticate(`Bearer ${secret}`));
    expect(await enter()).toBe('resolved');
    await tenants.update('acme', { status: 'suspended' });
    nowMs += 4_900;
    expect(await enter()).toBe('forbidden');
    expect(await kindOf(identity.principalOfKey('acme', keyId))).toBe('forbidden');
    await tenants.update('acme', { status: 'active' });
    nowMs += 4_900;
    expect(await enter()).toBe('resolved');
    expect(await identity.principalOfKey('acme', keyId)).toMatchObject({ principalId: 'ada' });
  });

  it('of a tenant that is being deleted is none, though its record is still there', async () => {
    await tenants.create({ tenantId: 'acme', name: 'Acme' });
    const { secret, keyId } = await keys.create(member);
    await tenants.delete('acme');
    expect(await kindOf(identity.authenticate(`Bearer ${secret}`))).toBe('unauthenticated');
    expect(await identity.principalOfKey('acme', keyId)).toBeNull();
  });

  it('of a tenant without a record, and of an operator, is what it is', async () => {
    const { secret } = await keys.create({ ...member, tenantId: 'unregistered' });
    expect(await identity.authenticate(`Bearer ${secret}`)).toMatchObject({ tenantId: 'unregistered' });
    const operator = await keys.createOperator('ops');
    expect(await identity.authenticate(`Bearer ${operator.secret}`)).toMatchObject({ kind: 'operator' });
  });
});

describe('a deletion', () => {
  it('is there until it is finished, once, and for one at a time', async () => {
    await tenants.create({ tenantId: 'acme', name: 'Acme' });
    expect(await deletions.claim(60_000)).toBeNull();
    const sinceMs = nowMs;
    await tenants.delete('acme');
    nowMs += 1;
    expect(await tenants.delete('acme')).toMatchObject({ status: 'deleting', deletingSinceMs: sinceMs });
    expect(await deletions.claim(60_000)).toEqual({ tenantId: 'acme', sinceMs });
    expect(await deletions.claim(60_000)).toBeNull();
    // Whoever had it died.
    nowMs += 60_000;
    expect(await deletions.claim(60_000)).toEqual({ tenantId: 'acme', sinceMs });
    await deletions.postpone('acme', 5_000);
    expect(await deletions.claim(60_000)).toBeNull();
    nowMs += 5_000;
    expect(await deletions.claim(60_000)).not.toBeNull();
    expect(await deletions.finish('acme')).toBe(true);
    expect(await redis.keys('rf:*')).toEqual(['rf:fleet:deleted-tenants']);
    expect(await tenants.delete('acme')).toBeNull();
  });

  it('does not end while a key is left, and its end, told twice, leaves the next tenant of that name alone', async () => {
    await tenants.create({ tenantId: 'acme', name: 'Acme' });
    await tenants.delete('acme');
    await redis.zadd('rf:acme:api-keys', 1, 'late');
    expect(await deletions.finish('acme')).toBe(false);
    expect(await tenants.get('acme')).toMatchObject({ status: 'deleting' });
    await redis.zrem('rf:acme:api-keys', 'late');
    expect(await deletions.finish('acme')).toBe(true);
    await tenants.create({ tenantId: 'acme', name: 'Acme again' });
    expect(await deletions.finish('acme')).toBe(true);
    expect(await tenants.get('acme')).toMatchObject({ name: 'Acme again', status: 'active' });
  });

  it('is remembered when it is over, until a tenant of that name is made', async () => {
    await tenants.create({ tenantId: 'acme', name: 'Acme' });
    await tenants.delete('acme');
    expect(await tenants.wasDeleted('acme')).toBe(false);
    await deletions.finish('acme');
    expect([await tenants.wasDeleted('acme'), await tenants.wasDeleted('globex')]).toEqual([true, false]);
    await tenants.create({ tenantId: 'acme', name: 'Acme again' });
    expect(await tenants.wasDeleted('acme')).toBe(false);
  });

  it('takes nothing back, and keeps the name until it is over', async () => {
    await tenants.create({ tenantId: 'acme', name: 'Acme' });
    await tenants.delete('acme');
    expect(await kindOf(tenants.update('acme', { status: 'active' }))).toBe('conflict');
    expect(await kindOf(tenants.create({ tenantId: 'acme', name: 'Acme' }))).toBe('conflict');
  });
});
