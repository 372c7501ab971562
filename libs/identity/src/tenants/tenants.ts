import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { createRecentRecords } from '../recent-records.ts';
import type { Tenant, Tenants } from './contract.ts';
import { changedTenant, deletedTenant, newTenant, readTenant } from './tenant-record.ts';
import { ADD, FIELD, REPLACE } from './tenant-scripts.ts';

export interface TenantsOptions {
  readonly redis: Redis;
  readonly clock?: Clock;
}

const MAX_TENANTS = 10_000;
/** A change acts within 5 s: this and the time of a slow read. */
const RECENT_MS = 4_000;
const MAX_RECENT_TENANTS = 10_000;
const MAX_TRIES = 5;

/** The tenants of the fleet, as records on the queue Redis. */
export function createTenants({ redis, clock = systemClock }: TenantsOptions): Tenants {
  const addRecord = defineScript(redis, 'rfAddTenant', 2, ADD);
  const replaceRecord = defineScript(redis, 'rfReplaceTenant', 2, REPLACE);

  const readText = (tenantId: string): Promise<string | null> =>
    redisReply(redis.hget(queueKeys.tenant(tenantId), FIELD));
  const get = async (tenantId: string): Promise<Tenant | null> => {
    const text = await readText(tenantId);
    return text === null ? null : readTenant(text);
  };
  // What has no record is remembered too: only a credential leads here, so no stranger can fill the memory.
  const recent = createRecentRecords({
    load: async (tenantId) => ({ tenant: await get(tenantId) }),
    clock,
    ttlMs: RECENT_MS,
    maxRecords: MAX_RECENT_TENANTS,
  });

  const add = async (tenant: Tenant): Promise<unknown> => {
    const keys = [queueKeys.tenant(tenant.tenantId), queueKeys.tenants];
    const args = [JSON.stringify(tenant), tenant.tenantId, tenant.createdAtMs, MAX_TENANTS];
    const outcome = await addRecord(keys, args);
    if (outcome !== 'full') return outcome;
    throw new Fault(
      'conflict',
      `A fleet has at most ${MAX_TENANTS} tenants. Delete some, or start another fleet.`,
    );
  };

  const replace = async (tenantId: string, to: (tenant: Tenant) => Tenant): Promise<Tenant | null> => {
    const keys = [queueKeys.tenant(tenantId), queueKeys.tenantDeletions];
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const before = await readText(tenantId);
      if (before === null) return null;
      const after = to(readTenant(before));
      const args = [before, JSON.stringify(after), tenantId, after.deletingSinceMs ?? ''];
      if ((await replaceRecord(keys, args)) === 1) return after;
    }
    throw new Fault('conflict', 'This tenant is being changed by somebody else. Read it again.');
  };

  return {
    get,
    create: async (wanted) => {
      const tenant = newTenant(wanted, clock.nowMs());
      if ((await add(tenant)) === 'added') return tenant;
      throw new Fault('conflict', 'There is a tenant of this id already. Choose another id.');
    },
    ensure: async (tenantId, name, facts = {}) => {
      const tenant = newTenant({ tenantId, name, ...facts }, clock.nowMs());
      await add(tenant);
      return (await get(tenantId)) ?? tenant;
    },
    recent: async (tenantId) => (await recent.get(tenantId))?.tenant ?? null,
    list: async () => {
      const tenantIds = await redisReply(redis.zrange(queueKeys.tenants, '0', String(MAX_TENANTS - 1)));
      return readAll(get, tenantIds);
    },
    page: async ({ limit, startingAfter }) => {
      const first = await firstRank(redis, startingAfter);
      const tenantIds = await redisReply(redis.zrevrange(queueKeys.tenants, first, first + limit));
      const tenants = await readAll(get, tenantIds.slice(0, limit));
      return { tenants, hasMore: tenantIds.length > limit };
    },
    update: (tenantId, change) => replace(tenantId, (tenant) => changedTenant(tenant, change)),
    delete: (tenantId) => replace(tenantId, (tenant) => deletedTenant(tenant, clock.nowMs())),
  };
}

async function readAll(get: Tenants['get'], tenantIds: readonly string[]): Promise<Tenant[]> {
  const tenants = await Promise.all(tenantIds.map(get));
  return tenants.filter((tenant) => tenant !== null);
}

async function firstRank(redis: Redis, startingAfter: string | null): Promise<number> {
  if (startingAfter === null) return 0;
  const rank = await redisReply(redis.zrevrank(queueKeys.tenants, startingAfter));
  if (rank !== null) return rank + 1;
  const message = 'This tenant is not in the list (any more). List again from the newest.';
  throw new Fault('invalid-input', message, { problems: [{ pointer: '/starting_after', message }] });
}
