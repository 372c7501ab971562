import { randomBytes } from 'node:crypto';
import { type AccessSet, accessSetOf, canonicalAccess, isWarmingPrincipal } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createApiKeys, createIdentity, createWarmPrincipals } from '../index.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const { redis } = await openTestRedis();

const hr: AccessSet = { tenantId: 'acme', readsAll: false, namespaces: ['hr'], department: 'people' };
const accesses: readonly AccessSet[] = [
  hr,
  { ...hr, department: null },
  { ...hr, namespaces: [] },
  { ...hr, namespaces: ['hr', 'it'] },
  { ...hr, readsAll: true, namespaces: [], department: null },
];
const warm = () => createWarmPrincipals({ redis, sealer });
const identity = () => createIdentity({ redis, sealer });

describe('the principal of an access group', () => {
  it.each(accesses)('reads exactly what the group reads: %o', async (access) => {
    const { keyId } = await warm().principalFor(access);
    const found = await identity().principalOfKey('acme', keyId);
    if (found === null) throw new Error('No principal.');
    expect(canonicalAccess(accessSetOf(found))).toBe(canonicalAccess(access));
    expect(isWarmingPrincipal(found.principalId)).toBe(true);
    expect(found.lanes).toEqual(['low']);
    expect(found.permissions).not.toContain('write');
  });

  it('is one for each access, and the same at every call', async () => {
    const made = await Promise.all([...accesses, ...accesses].map((access) => warm().principalFor(access)));
    expect(new Set(made.map(({ keyId }) => keyId)).size).toBe(accesses.length);
  });

  it('is nobody in another tenant', async () => {
    const { keyId } = await warm().principalFor(hr);
    expect(await identity().principalOfKey('globex', keyId)).toBeNull();
  });

  it('cannot be signed in with, is in no list, and cannot be made or revoked as a key', async () => {
    const { keyId, principalId } = await warm().principalFor(hr);
    const secret = 'x'.repeat(43);
    for (const text of [keyId, `rag_test_${keyId}_${secret}`, `rag_test_${keyId.slice(-8)}_${secret}`])
      await expect(identity().authenticate(`Bearer ${text}`)).rejects.toMatchObject({
        kind: 'unauthenticated',
      });
    const keys = createApiKeys({ redis, sealer, environment: 'test' });
    expect(await keys.list('acme')).toEqual([]);
    expect(await keys.revoke('acme', keyId)).toBe(false);
    expect(principalId).toContain('/');
  });

  it('ends a week after it was used last', async () => {
    await warm().principalFor(hr);
    const [key] = await redis.keys('rf:acme:warm-principal:*');
    await redis.pexpire(key ?? '', 1_000);
    await Promise.all(accesses.map((access) => warm().principalFor(access)));
    for (const name of await redis.keys('rf:acme:warm-principal:*'))
      expect(await redis.pttl(name)).toBeGreaterThan(6 * 86_400_000);
  });
});
