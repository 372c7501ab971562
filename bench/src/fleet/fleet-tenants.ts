import { createApiKeys, createTenants } from '@ragfleet/identity';
import type { Redis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';

/** A customer of the fleet and a key that may do everything in it. */
export interface FleetTenant {
  readonly tenantId: string;
  readonly key: string;
}

/** Makes tenants in a fleet's queue Redis, as an operator would. */
export async function provisionTenants(
  redis: Redis,
  { masterKey, count }: { readonly masterKey: string; readonly count: number },
): Promise<FleetTenant[]> {
  const tenants = createTenants({ redis });
  const keys = createApiKeys({ redis, sealer: createSealer(masterKey), environment: 'bench' });
  const made: FleetTenant[] = [];
  for (let at = 0; at < count; at += 1) {
    const tenantId = `tenant-${at}`;
    await tenants.ensure(tenantId, `Tenant ${at}`);
    const { secret } = await keys.create({ tenantId, principalId: 'asker', role: 'admin' });
    made.push({ tenantId, key: secret });
  }
  return made;
}
