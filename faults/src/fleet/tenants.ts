import { createApiKeys, createTenants, createWebhookSecrets, type ImportOptions } from '@ragfleet/identity';
import type { Redis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { canaryOf } from './answer-with-canaries.ts';
import type { FaultTenant } from './contract.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

const TENANT_IDS = ['alder', 'birch', 'cedar'] as const;

export interface Provisioned {
  readonly tenants: readonly [FaultTenant, FaultTenant, ...FaultTenant[]];
  readonly operatorKey: string;
}

/**
 * Makes the tenants, an admin's key for each, and an operator; the receiver learns their webhook secrets. The keys are new
 * unless `known` gives them.
 */
export async function provisionTenants(
  redis: Redis,
  masterKey: string,
  receiver: Pick<WebhookReceiver, 'trust'>,
  known?: Provisioned,
): Promise<Provisioned> {
  const sealer = createSealer(masterKey);
  const keys = createApiKeys({ redis, sealer, environment: 'faults' });
  const secrets = createWebhookSecrets({ redis, sealer });
  const provision = async (tenantId: string): Promise<FaultTenant> => {
    await createTenants({ redis }).ensure(tenantId, tenantId);
    const admin = { tenantId, principalId: `${tenantId}-admin`, role: 'admin' } as const;
    const apiKey = known?.tenants.find((tenant) => tenant.tenantId === tenantId)?.apiKey;
    const { secret } = await keys.create(admin, importOf(apiKey));
    receiver.trust(tenantId, await secrets.current(tenantId));
    return { tenantId, apiKey: secret, canary: canaryOf(tenantId) };
  };
  const [first, second, third] = TENANT_IDS;
  return {
    tenants: [await provision(first), await provision(second), await provision(third)],
    operatorKey: (await keys.createOperator('operator', importOf(known?.operatorKey))).secret,
  };
}

const importOf = (secret: string | undefined): ImportOptions => (secret === undefined ? {} : { secret });
