import { Fault } from '@ragfleet/kernel';
import type { Identity } from '../contract.ts';
import type { Tenant, Tenants } from './contract.ts';

/**
 * Lets nobody in whose tenant is not active, whatever credential they have. Suspended is 403: the credential is good and
 * comes back with the tenant. Deleting is what no credential is. A tenant without a record is active.
 */
export function behindTenants(identity: Identity, tenants: Pick<Tenants, 'recent'>): Identity {
  return {
    ...identity,
    authenticate: async (authorization) => {
      const principal = await identity.authenticate(authorization);
      if (principal.kind !== 'tenant') return principal;
      if (mayEnter(await tenants.recent(principal.tenantId))) return principal;
      throw new Fault('unauthenticated', 'Send a valid API key: Authorization: Bearer rag_…');
    },
    principalOfKey: async (tenantId, keyId) => {
      const [principal, tenant] = await Promise.all([
        identity.principalOfKey(tenantId, keyId),
        tenants.recent(tenantId),
      ]);
      return mayEnter(tenant) ? principal : null;
    },
  };
}

/** Fault `forbidden` for a suspended one. */
function mayEnter(tenant: Tenant | null): boolean {
  if (tenant?.status === 'suspended')
    throw new Fault('forbidden', 'This tenant is suspended. Ask whoever runs the fleet to resume it.');
  return tenant?.status !== 'deleting';
}
