import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import type { Tenant, Tenants } from './contract.ts';
import { CLAIM_MS, newFirstKeyClaim } from './first-key-claim.ts';
import { createTenantReads, readText } from './tenant-reads.ts';
import {
  changedTenant,
  deletedTenant,
  keptSecondsOf,
  newTenant,
  readTenant,
  remadeTenant,
} from './tenant-record.ts';
import { ADD, MAX_TENANTS, REPLACE } from './tenant-scripts.ts';

export interface TenantsOptions {
  readonly redis: Redis;
  readonly clock?: Clock;
}

const MAX_TRIES = 5;
const NO_CLAIM = '';

/** The tenants of the fleet, as records on the queue Redis. */
export function createTenants({ redis, clock = systemClock }: TenantsOptions): Tenants {
  const reads = createTenantReads(redis, clock);
  const addRecord = defineScript(redis, 'rfAddTenant', 4, ADD);
  const replaceRecord = defineScript(redis, 'rfReplaceTenant', 2, REPLACE);

  const add = async (tenant: Tenant, firstKeyClaim: string): Promise<unknown> => {
    const { tenants: all, deletedTenants, tenantDeletions } = queueKeys;
    const keys = [queueKeys.tenant(tenant.tenantId), all, deletedTenants, tenantDeletions];
    const args = [
      JSON.stringify(tenant),
      tenant.tenantId,
      tenant.createdAtMs,
      MAX_TENANTS,
      keptSecondsOf(tenant),
      firstKeyClaim,
      tenant.createdAtMs - CLAIM_MS,
    ];
    const outcome = await addRecord(keys, args);
    if (outcome !== 'full') return outcome;
    const message = `A fleet has at most ${MAX_TENANTS} tenants. Delete some, or start another fleet.`;
    throw new Fault('conflict', message);
  };
  const replace = async (tenantId: string, to: (tenant: Tenant) => Tenant): Promise<Tenant | null> => {
    const keys = [queueKeys.tenant(tenantId), queueKeys.tenantDeletions];
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const before = await readText(redis, tenantId);
      if (before === null) return null;
      const after = to(readTenant(before));
      const args = [
        before,
        JSON.stringify(after),
        tenantId,
        after.deletingSinceMs ?? '',
        keptSecondsOf(after),
      ];
      if ((await replaceRecord(keys, args)) === 1) return after;
    }
    throw new Fault('conflict', 'This tenant is being changed by somebody else. Read it again.');
  };

  return {
    ...reads,
    create: async (wanted) => {
      const made = newTenant(wanted, clock.nowMs());
      const firstKeyClaim = newFirstKeyClaim(made.createdAtMs);
      const outcome = await add(made, firstKeyClaim);
      if (outcome === 'added') return { tenant: made, firstKeyClaim };
      const tenant =
        outcome === 'claimed' ? await replace(made.tenantId, (before) => remadeTenant(before, made)) : null;
      if (tenant !== null) return { tenant, firstKeyClaim };
      throw new Fault('conflict', 'There is a tenant of this id already. Choose another id.');
    },
    ensure: async (tenantId, name, facts = {}) => {
      const tenant = newTenant({ tenantId, name, ...facts }, clock.nowMs());
      await add(tenant, NO_CLAIM);
      return (await reads.get(tenantId)) ?? tenant;
    },
    update: (tenantId, change) => replace(tenantId, (tenant) => changedTenant(tenant, change)),
    delete: (tenantId) => replace(tenantId, (tenant) => deletedTenant(tenant, clock.nowMs())),
  };
}
