import type { ApiKeys, Tenants } from '@ragfleet/identity';
import { createErasures, type Erasures } from '@ragfleet/job-queue';
import { type Clock, FLEET_AUDIT_TENANT } from '@ragfleet/kernel';
import type { AuditLog } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { TenantRoutePorts } from './routes/tenants.ts';

/** The administration of tenants, and the erasures of their people. What an operator does is in the audit log of the fleet before it is done. */
export function openTenants({
  tenants,
  apiKeys,
  audit,
  ...queue
}: {
  readonly tenants: Tenants;
  readonly apiKeys: Pick<ApiKeys, 'create'>;
  readonly audit: AuditLog;
  /** Of the queue. */
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** The fleet's. */
  readonly clock: Clock;
}): TenantRoutePorts & { readonly erasures: Erasures } {
  return {
    tenants,
    erasures: createErasures(queue),
    createAdminKey: ({ tenant: { tenantId }, firstKeyClaim }, principalId) =>
      apiKeys.create({ tenantId, principalId, role: 'admin' }, { firstKeyClaim }),
    auditTenantAction: ({ action, tenantId, operator, change }) =>
      audit.record({
        type: 'operator_action',
        principal: { tenantId: FLEET_AUDIT_TENANT, principalId: operator.principalId },
        sessionId: operator.keyId,
        question: '',
        metadata: {
          action,
          scope: 'tenant',
          by: 'operator',
          tenant: tenantId,
          change: JSON.stringify(change),
        },
      }),
  };
}
