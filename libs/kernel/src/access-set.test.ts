import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AccessSet, accessSetOf, canonicalAccess, canRead } from './access-set.ts';
import { permissionsOf, type TenantPrincipal } from './principal.ts';

const principal: TenantPrincipal = {
  kind: 'tenant',
  tenantId: 'acme',
  principalId: 'ada',
  keyId: 'k1',
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: ['leave', 'default', 'leave'],
  department: 'finance',
  lanes: ['normal'],
};
const access = accessSetOf(principal);

describe('canRead', () => {
  it.each([
    ['the public namespace', { namespace: 'public', department: null }, true],
    ['an allowed namespace', { namespace: 'leave', department: null }, true],
    ['the own department in a foreign namespace', { namespace: 'payroll', department: 'finance' }, true],
    ['a foreign namespace without department', { namespace: 'payroll', department: null }, false],
    ['a foreign department', { namespace: 'payroll', department: 'legal' }, false],
  ])('decides on %s', (_name, labels, expected) => {
    expect(canRead(access, { tenantId: 'acme', ...labels })).toBe(expected);
  });

  it('never takes a missing department for a common one', () => {
    const without: AccessSet = { ...access, department: null };
    expect(canRead(without, { tenantId: 'acme', namespace: 'payroll', department: null })).toBe(false);
  });

  it('lets search_all read everything of its own tenant', () => {
    const all = accessSetOf({ ...principal, permissions: permissionsOf('analyst') });
    expect(canRead(all, { tenantId: 'acme', namespace: 'payroll', department: 'legal' })).toBe(true);
  });

  it('denies every document of another tenant, whatever the labels and the role', () => {
    fc.assert(
      fc.property(fc.string(), fc.option(fc.string()), fc.boolean(), (namespace, department, readsAll) => {
        expect(
          canRead({ ...access, readsAll, department }, { tenantId: 'globex', namespace, department }),
        ).toBe(false);
      }),
    );
  });
});

describe('canonicalAccess', () => {
  it('is equal for equal rights and differs by tenant, namespaces, department and reach', () => {
    const texts = [
      access,
      { ...access, tenantId: 'globex' },
      { ...access, namespaces: ['default'] },
      { ...access, department: 'legal' },
      { ...access, readsAll: true },
    ].map(canonicalAccess);
    expect(new Set(texts).size).toBe(texts.length);
    expect(canonicalAccess(accessSetOf({ ...principal, namespaces: ['default', 'leave'] }))).toBe(texts[0]);
  });
});
