import { type AccessSet, PUBLIC_NAMESPACE } from '@ragfleet/kernel';

/** Whose eyes a statement looks through; `namespaces` narrows what `access` allows, null does not. */
export interface FilterScope {
  readonly access: AccessSet;
  readonly namespaces: readonly string[] | null;
}

export interface AccessFilter {
  /** A boolean expression over `alias.tenant_id`, `alias.namespace` and `alias.department`. */
  readonly sql: string;
  readonly params: readonly unknown[];
  /** The number of the next free parameter. */
  readonly nextParam: number;
}

/**
 * The kernel's `canRead`, said in SQL; a test holds both equal over every combination. A null department
 * compares to null, which is not true, so it never lets anybody in.
 */
export function accessFilter(scope: FilterScope, alias: string, firstParam: number): AccessFilter {
  const { access, namespaces } = scope;
  const [tenant, all, own, department, narrowing] = [0, 1, 2, 3, 4].map(
    (offset) => `$${firstParam + offset}`,
  );
  const sql = `(${alias}.tenant_id = ${tenant}::text
    AND (${all}::boolean OR ${alias}.namespace = '${PUBLIC_NAMESPACE}' OR ${alias}.namespace = ANY(${own}::text[]) OR ${alias}.department = ${department}::text)
    AND (${narrowing}::text[] IS NULL OR ${alias}.namespace = ANY(${narrowing}::text[])))`;
  return {
    sql,
    params: [access.tenantId, access.readsAll, access.namespaces, access.department, namespaces],
    nextParam: firstParam + 5,
  };
}
