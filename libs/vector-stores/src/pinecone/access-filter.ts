import { PUBLIC_NAMESPACE } from '@ragfleet/kernel';
import type { SearchScope } from '@ragfleet/rag-core';

/** Metadata cannot hold null, and no department is named by an empty text. */
export const NO_DEPARTMENT = '';

/**
 * The kernel's `canRead` in Pinecone's filter language; the tenant is the Pinecone namespace itself. Undefined lets
 * every record of the tenant through, null none: then there is nothing to ask.
 */
export function accessFilter({ access, namespaces }: SearchScope): object | null | undefined {
  if (namespaces?.length === 0) return null;
  const narrowing = namespaces === null ? [] : [{ namespace: { $in: namespaces } }];
  const conditions = access.readsAll ? narrowing : [{ $or: readableBy(access) }, ...narrowing];
  if (conditions.length === 0) return undefined;
  return conditions.length === 1 ? conditions[0] : { $and: conditions };
}

function readableBy(access: SearchScope['access']): object[] {
  const byNamespace = { namespace: { $in: [PUBLIC_NAMESPACE, ...access.namespaces] } };
  if (access.department === null || access.department === NO_DEPARTMENT) return [byNamespace];
  return [byNamespace, { department: { $eq: access.department } }];
}
