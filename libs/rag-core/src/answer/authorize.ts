import { type AccessSet, accessSetOf, Fault, PUBLIC_NAMESPACE, type TenantPrincipal } from '@ragfleet/kernel';
import type { SearchScope } from '../ports/passages.ts';

/**
 * What this caller may search, as the credential is now. Requested namespaces that the caller cannot read are left
 * out without a word: an error would tell that they exist.
 */
export function authorize(principal: TenantPrincipal, requested: readonly string[] | null): SearchScope {
  const maySearch = principal.permissions.has('search_all') || principal.permissions.has('search_restricted');
  if (!maySearch) throw new Fault('forbidden', 'Permission denied: search_restricted required');
  const access = accessSetOf(principal);
  return { access, namespaces: requested === null ? null : readable(access, requested) };
}

/** With a department, any namespace may hold a readable document; the search itself decides then. */
function readable(access: AccessSet, requested: readonly string[]): readonly string[] {
  const mayHoldReadable = (name: string): boolean =>
    access.readsAll ||
    access.department !== null ||
    name === PUBLIC_NAMESPACE ||
    access.namespaces.includes(name);
  return [...new Set(requested)].filter(mayHoldReadable).toSorted();
}
