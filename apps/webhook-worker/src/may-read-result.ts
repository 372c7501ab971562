import type { Identity } from '@ragfleet/identity';
import type { ResultReader } from '@ragfleet/job-queue';
import { accessSetOf, canRead } from '@ragfleet/kernel';

/** Whether the key that asked still reads everything that the result cites, as of now. */
export function createMayReadResult(
  identity: Pick<Identity, 'principalOfKey'>,
): (reader: ResultReader) => Promise<boolean> {
  return async ({ tenantId, keyId, namespaces }) => {
    const principal = await identity.principalOfKey(tenantId, keyId);
    if (principal === null) return false;
    const access = accessSetOf(principal);
    // A department lets in where a namespace does not, and a citation does not tell which of the two it was.
    if (access.department !== null) return true;
    return namespaces.every((namespace) => canRead(access, { tenantId, namespace, department: null }));
  };
}
