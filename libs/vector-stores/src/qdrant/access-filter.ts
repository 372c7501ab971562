import { PUBLIC_NAMESPACE } from '@ragfleet/kernel';
import type { SearchScope } from '@ragfleet/rag-core';
import type { Schemas } from '@qdrant/js-client-rest';

type Condition = Schemas['FieldCondition'];
type Filter = { readonly must: (Condition | { readonly should: Condition[] })[] };

export const equals = (key: string, value: string): Condition => ({ key, match: { value } });

/** Qdrant refuses a list that names a value twice. */
const oneOf = (key: string, values: readonly string[]): Condition => ({
  key,
  match: { any: [...new Set(values)] },
});

/** The kernel's `canRead` as a filter, the tenant always required. Null when nothing can be found: then nothing is asked. */
export function accessFilter({ access, namespaces }: SearchScope): Filter | null {
  if (namespaces?.length === 0) return null;
  const readable = access.readsAll ? [] : [{ should: readableBy(access) }];
  const narrowing = namespaces === null ? [] : [oneOf('namespace', namespaces)];
  return { must: [equals('tenant_id', access.tenantId), ...readable, ...narrowing] };
}

/** A point without a department carries null, which equals no text. */
function readableBy({ namespaces, department }: SearchScope['access']): Condition[] {
  const byNamespace = oneOf('namespace', [PUBLIC_NAMESPACE, ...namespaces]);
  return department === null ? [byNamespace] : [byNamespace, equals('department', department)];
}
