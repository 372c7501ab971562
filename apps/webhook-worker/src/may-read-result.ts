import type { Identity, Tenants } from '@ragfleet/identity';
import type { ResultReader } from '@ragfleet/job-queue';
import { accessSetOf, canRead, isFault, type TenantPrincipal } from '@ragfleet/kernel';

export interface ResultReaderPorts {
  readonly identity: Pick<Identity, 'principalOfKey'>;
  readonly tenants: Pick<Tenants, 'recent'>;
}

/** Whether the key that asked still reads everything that the result cites, as of now, and its tenant lets results out. */
export function createMayReadResult({
  identity,
  tenants,
}: ResultReaderPorts): (reader: ResultReader) => Promise<boolean> {
  return async ({ tenantId, keyId, namespaces }) => {
    const [principal, tenant] = await Promise.all([
      principalOf(identity, tenantId, keyId),
      tenants.recent(tenantId),
    ]);
    if (principal === null || tenant?.hasThinWebhooks === true) return false;
    const access = accessSetOf(principal);
    // A department lets in where a namespace does not, and a citation does not tell which of the two it was.
    if (access.department !== null) return true;
    return namespaces.every((namespace) => canRead(access, { tenantId, namespace, department: null }));
  };
}

/** Who is suspended is told that the query has ended, and reads as little as with a key that was revoked. */
async function principalOf(
  identity: ResultReaderPorts['identity'],
  tenantId: string,
  keyId: string,
): Promise<TenantPrincipal | null> {
  try {
    return await identity.principalOfKey(tenantId, keyId);
  } catch (error) {
    if (isFault(error, 'forbidden')) return null;
    throw error;
  }
}
