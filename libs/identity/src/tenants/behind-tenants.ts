import { Fault, type Region } from '@ragfleet/kernel';
import type { Identity } from '../contract.ts';
import type { Tenant, Tenants } from './contract.ts';

/**
 * Lets nobody in whose tenant is not active, whatever credential they have. Suspended is 403: the credential is good and
 * comes back with the tenant. Deleting is what no credential is. A tenant without a record is active.
 * One that has a region is let in by the fleet of that region alone: a fleet without one keeps nothing anywhere.
 */
export function behindTenants(
  identity: Identity,
  tenants: Pick<Tenants, 'recent'>,
  region: Region | null,
): Identity {
  return {
    ...identity,
    authenticate: async (authorization) => {
      const principal = await identity.authenticate(authorization);
      if (principal.kind !== 'tenant') return principal;
      if (mayEnter(await tenants.recent(principal.tenantId), region)) return principal;
      throw new Fault('unauthenticated', 'Send a valid API key: Authorization: Bearer rag_…');
    },
    principalOfKey: async (tenantId, keyId) => {
      const [principal, tenant] = await Promise.all([
        identity.principalOfKey(tenantId, keyId),
        tenants.recent(tenantId),
      ]);
      return mayEnter(tenant, region) ? principal : null;
    },
  };
}

/** Fault `forbidden` for a suspended one, and for one of another region, which the message does not name. */
function mayEnter(tenant: Tenant | null, region: Region | null): boolean {
  if (tenant?.status === 'suspended')
    throw new Fault('forbidden', 'This tenant is suspended. Ask whoever runs the fleet to resume it.');
  if (tenant?.status === 'deleting') return false;
  if (isServedIn(tenant, region)) return true;
  throw new Fault('forbidden', 'This tenant is not served by this fleet. Ask the fleet of its own region.');
}

/** Whether a fleet of this region serves the tenant. One that says nothing of its region is served by every fleet. */
export function isServedIn(tenant: Pick<Tenant, 'region'> | null, region: Region | null): boolean {
  const home = tenant?.region ?? null;
  return home === null || home === region;
}
