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
  /** Questions a second that this credential may ask; the fleet's limit where it is left out, null or lower. */
  readonly requestsPerSecond?: number | null;
}

/** Somebody who runs the fleet and belongs to no tenant. */
export interface OperatorPrincipal {
  readonly kind: 'operator';
  readonly principalId: string;
  readonly keyId: string;
}

export type Principal = TenantPrincipal | OperatorPrincipal;

/** The role's permissions and the ones granted to the key itself; with `scopes`, only those of them that are named. */
export function permissionsOf(
  role: Role,
  granted: readonly Permission[] = [],
  scopes: readonly Permission[] | null = null,
): ReadonlySet<Permission> {
  const all: ReadonlySet<Permission> = new Set([...ROLE_PERMISSIONS[role], ...granted]);
  return scopes === null ? all : new Set(scopes.filter((scope) => holds(all, scope)));
}

/** True when who has these permissions may do what the other asks for: searching all holds searching a part. */
export function holds(held: ReadonlySet<Permission>, permission: Permission): boolean {
  return held.has(permission) || (permission === 'search_restricted' && held.has('search_all'));
}
