import { PUBLIC_NAMESPACE } from '@ragfleet/kernel';
import type { SearchScope } from '@ragfleet/rag-core';

/** Metadata cannot hold null and an update cannot take a field away: no department is the empty text, others are marked. */
export const departmentLabel = (department: string | null): string =>
  department === null ? '' : `=${department}`;

/**
 * The kernel's `canRead` in Pinecone's filter language; the tenant is the Pinecone namespace itself. Undefined lets
 * every record of the tenant through, null none: then there is nothing to ask.
 */
export function accessFilter({ access, namespaces }: SearchScope): object | null | undefined {
  if (namespaces?.length === 0) return null;
  const narrowing = namespaces === null ? [] : [oneOf(namespaces)];
  const conditions = access.readsAll ? narrowing : [{ $or: readableBy(access) }, ...narrowing];
  if (conditions.length === 0) return undefined;
  return conditions.length === 1 ? conditions[0] : { $and: conditions };
}

const oneOf = (namespaces: readonly string[]): object => ({ namespace: { $in: [...new Set(namespaces)] } });

function readableBy({ namespaces, department }: SearchScope['access']): object[] {
  const byNamespace = oneOf([PUBLIC_NAMESPACE, ...namespaces]);
  if (department === null) return [byNamespace];
  return [byNamespace, { department: { $eq: departmentLabel(department) } }];
}
