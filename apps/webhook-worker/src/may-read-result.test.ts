import { permissionsOf, type Role, type TenantPrincipal } from '@ragfleet/kernel';
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
const mayRead = (found: TenantPrincipal | null, namespaces: string[]) =>
  createMayReadResult({ principalOfKey: async () => found })({ tenantId: 'acme', keyId: 'key1', namespaces });

it.each<[string, TenantPrincipal | null, string[], boolean]>([
  ['a key that reads all that is cited', principal({}), ['hr', 'public'], true],
  ['a key that reads a part of it no more', principal({}), ['hr', 'law'], false],
  ['a key that reads everything', principal({ role: 'analyst' }), ['law'], true],
  ['a key whose department may be what lets it in', principal({ department: 'legal' }), ['law'], true],
  ['a revoked key', null, [], false],
])('decides for %s', async (_name, found, namespaces, expected) => {
  expect(await mayRead(found, namespaces)).toBe(expected);
});
