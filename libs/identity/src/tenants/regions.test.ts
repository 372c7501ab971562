import { type Fault, type Region, type TenantPrincipal, toFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { behindTenants } from './behind-tenants.ts';
import { newTenant } from './tenant-record.ts';

const principal: TenantPrincipal = {
  kind: 'tenant',
  tenantId: 'acme',
  principalId: 'ann',
  keyId: 'k',
  role: 'user',
  permissions: new Set(),
  namespaces: [],
  department: null,
  lanes: ['normal'],
};

/** The doors of a fleet of `here`, for a tenant of `home`. */
const doors = (home: Region | null, here: Region | null) =>
  behindTenants(
    { authenticate: async () => principal, principalOfKey: async () => principal },
    { recent: async () => newTenant({ tenantId: 'acme', name: 'Acme', region: home }, 0) },
    here,
  );

const faultOf = (entry: Promise<unknown>): Promise<Fault | null> =>
  entry.then(
    () => null,
    (error: unknown) => toFault(error),
  );

describe('a tenant', () => {
  it.each<[Region | null, Region | null]>([
    ['eu', 'eu'],
    [null, 'eu'],
    [null, null],
  ])('of %s is served by a fleet of %s', async (home, here) => {
    expect(await doors(home, here).authenticate('Bearer x')).toBe(principal);
    expect(await doors(home, here).principalOfKey('acme', 'k')).toBe(principal);
  });

  it.each<[Region, Region | null]>([
    ['eu', 'us'],
    ['uk', 'eu'],
    ['eu', null],
  ])('of %s is refused by a fleet of %s, with its credential and in its worker', async (home, here) => {
    const refusals = await Promise.all([
      faultOf(doors(home, here).authenticate('Bearer x')),
      faultOf(doors(home, here).principalOfKey('acme', 'k')),
    ]);
    expect(refusals.map((fault) => fault?.kind)).toEqual(['forbidden', 'forbidden']);
    expect(refusals.join()).not.toMatch(/\b(?:us|eu|apac|uk)\b/i);
  });
});
