import type { Tenant } from '@ragfleet/identity';
import { Fault, permissionsOf, type Role, type TenantPrincipal } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import { createMayReadResult } from './may-read-result.ts';

const principal = (changes: { role?: Role; department?: string }): TenantPrincipal => ({
  kind: 'tenant',
  tenantId: 'acme',
  principalId: 'ann',
  keyId: 'key1',
  role: changes.role ?? 'user',
  permissions: permissionsOf(changes.role ?? 'user'),
  namespaces: ['hr'],
  department: changes.department ?? null,
  lanes: ['normal'],
});
const mayRead = (
  principalOfKey: () => Promise<TenantPrincipal | null>,
  namespaces: string[],
  tenant: Tenant | null = null,
) =>
  createMayReadResult({ identity: { principalOfKey }, tenants: { recent: async () => tenant } })({
    tenantId: 'acme',
    keyId: 'key1',
    namespaces,
  });
const tenant = (hasThinWebhooks: boolean): Tenant => ({
  tenantId: 'acme',
  name: 'Acme',
  timeZone: null,
  region: null,
  allowsCrossRegionFallback: false,
  limits: { perSecondOfKey: null, perSecondOfTenant: null, openPerTenant: null, highShareOfTenant: null },
  retentionHours: null,
  hasThinWebhooks,
  status: 'active',
  createdAtMs: 0,
  deletingSinceMs: null,
});

it.each<[string, TenantPrincipal | null, string[], boolean]>([
  ['a key that reads all that is cited', principal({}), ['hr', 'public'], true],
  ['a key that reads a part of it no more', principal({}), ['hr', 'law'], false],
  ['a key that reads everything', principal({ role: 'analyst' }), ['law'], true],
  ['a key whose department may be what lets it in', principal({ department: 'legal' }), ['law'], true],
  ['a revoked key', null, [], false],
])('decides for %s', async (_name, found, namespaces, expected) => {
  expect(await mayRead(async () => found, namespaces)).toBe(expected);
  expect(await mayRead(async () => found, namespaces, tenant(false))).toBe(expected);
});

it('lets no result of a tenant out that wants its webhooks thin', async () => {
  expect(await mayRead(async () => principal({ role: 'admin' }), [], tenant(true))).toBe(false);
});

it('tells a suspended tenant that its query has ended, and no more', async () => {
  const suspended = () => Promise.reject(new Fault('forbidden', 'This tenant is suspended.'));
  expect(await mayRead(suspended, [])).toBe(false);
});

it('knows nothing while the store is away', async () => {
  const away = () => Promise.reject(new Fault('unavailable', 'Redis did not answer.'));
  await expect(mayRead(away, [])).rejects.toThrow('did not answer');
});
