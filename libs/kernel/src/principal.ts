import type { Lane } from './lane.ts';

export const ROLES = ['guest', 'user', 'analyst', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = ['read', 'write', 'admin', 'search_all', 'search_restricted'] as const;
export type Permission = (typeof PERMISSIONS)[number];

const ROLE_PERMISSIONS: Readonly<Record<Role, readonly Permission[]>> = {
  guest: ['search_restricted'],
  user: ['read', 'search_restricted'],
  analyst: ['read', 'search_all'],
  admin: ['read', 'write', 'admin', 'search_all'],
};

/** Somebody inside a tenant, as the credential says at this moment. */
export interface TenantPrincipal {
  readonly kind: 'tenant';
  readonly tenantId: string;
  /** The person or service; several keys may belong to one. */
  readonly principalId: string;
  readonly keyId: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  readonly namespaces: readonly string[];
  readonly department: string | null;
  readonly lanes: readonly Lane[];
}

/** Somebody who runs the fleet and belongs to no tenant. */
export interface OperatorPrincipal {
  readonly kind: 'operator';
  readonly principalId: string;
  readonly keyId: string;
}

export type Principal = TenantPrincipal | OperatorPrincipal;

/** The role's permissions and the ones granted to the key itself. */
export function permissionsOf(role: Role, granted: readonly Permission[] = []): ReadonlySet<Permission> {
  return new Set([...ROLE_PERMISSIONS[role], ...granted]);
}
