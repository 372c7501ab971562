import type { FaultTenant } from '../fleet/contract.ts';

/** The canaries of other tenants in a text that one tenant was sent. */
export const foreignCanaries = (
  tenants: readonly Pick<FaultTenant, 'tenantId' | 'canary'>[],
  tenantId: string,
  text: string,
): readonly string[] =>
  tenants.flatMap((tenant) =>
    tenant.tenantId !== tenantId && text.includes(tenant.canary) ? tenant.canary : [],
  );
