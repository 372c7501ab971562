import type { Tenant } from '@ragfleet/identity';
import { expect, it } from 'vitest';
import { createIsActive } from './active-tenants.ts';

const record = (changes: Partial<Tenant>): Tenant =>
  ({ tenantId: 'acme', status: 'active', region: null, ...changes }) as Tenant;

it.each([
  ['is active', record({}), false, true],
  ['is suspended', record({ status: 'suspended' }), false, false],
  ['is being deleted', record({ status: 'deleting' }), false, false],
  ['is of another region', record({ region: 'us' }), false, false],
  ['has no record', null, false, true],
  ['was deleted, its record with it', null, true, false],
])('a tenant that %s', async (_what, tenant, wasDeleted, isActive) => {
  const tenants = { recent: async () => tenant, wasDeleted: async () => wasDeleted };
  expect(await createIsActive(tenants, 'eu')('acme')).toBe(isActive);
});
