import { isServedIn, type Tenant, type Tenants } from '@ragfleet/identity';

/**
 * Whether anything is brought in for a tenant: it is active, or has no record and was never deleted, as fleets may serve
 * tenants without one; and this region serves it.
 */
export const createIsActive =
  (tenants: Pick<Tenants, 'recent' | 'wasDeleted'>, region: Tenant['region']) =>
  async (tenantId: string): Promise<boolean> => {
    const tenant = await tenants.recent(tenantId);
    const isThere = tenant === null ? !(await tenants.wasDeleted(tenantId)) : tenant.status === 'active';
    return isThere && isServedIn(tenant, region);
  };
