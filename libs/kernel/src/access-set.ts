import type { TenantPrincipal } from './principal.ts';

/** Documents in this namespace are readable by everyone of their tenant, and by nobody else. */
export const PUBLIC_NAMESPACE = 'public';
/** Where a document or a key goes that names no namespace. It is not public. */
export const DEFAULT_NAMESPACE = 'default';

/** Whose documents, and which of them, a caller may read. Plain data: it travels into SQL and cache checks. */
export interface AccessSet {
  readonly tenantId: string;
  /** search_all: every document of the tenant. */
  readonly readsAll: boolean;
  /** Sorted, unique. */
  readonly namespaces: readonly string[];
  readonly department: string | null;
}

/** The labels of a document that decide who may read it. */
export interface AccessLabels {
  readonly tenantId: string;
  readonly namespace: string;
  readonly department: string | null;
}

/** What a caller may read, from its permissions, namespaces and department. */
export function accessSetOf(principal: TenantPrincipal): AccessSet {
  return {
    tenantId: principal.tenantId,
    readsAll: principal.permissions.has('search_all'),
    namespaces: [...new Set(principal.namespaces)].toSorted(),
    department: principal.department,
  };
}

/** Default deny: true only for the caller's tenant and a label that lets this caller in. */
export function canRead(access: AccessSet, labels: AccessLabels): boolean {
  if (labels.tenantId !== access.tenantId) return false;
  if (access.readsAll || labels.namespace === PUBLIC_NAMESPACE) return true;
  if (access.namespaces.includes(labels.namespace)) return true;
  return labels.department !== null && labels.department === access.department;
}

/** One text for one access set, for fingerprints: equal texts read exactly the same documents. */
export function canonicalAccess(access: AccessSet): string {
  return JSON.stringify([
    access.tenantId,
    access.readsAll,
    access.readsAll ? [] : access.namespaces,
    access.readsAll ? null : access.department,
  ]);
}
