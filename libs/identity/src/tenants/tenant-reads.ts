import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { createRecentRecords } from '../recent-records.ts';
import type { Tenant, Tenants } from './contract.ts';
import { isClaimedStill } from './first-key-claim.ts';
import { readTenant } from './tenant-record.ts';
import { FIELD, FIRST_KEY_FIELD, MAX_TENANTS } from './tenant-scripts.ts';

/** A change acts within 5 s: this and the time of a slow read. */
const RECENT_MS = 4_000;
const MAX_RECENT_TENANTS = 10_000;

/** The text of a tenant's record; null where there is none. */
export const readText = (redis: Redis, tenantId: string): Promise<string | null> =>
  redisReply(redis.hget(queueKeys.tenant(tenantId), FIELD));

export function createTenantReads(
  redis: Redis,
  clock: Clock,
): Pick<Tenants, 'get' | 'isTaken' | 'recent' | 'list' | 'page' | 'wasDeleted'> {
  const get = async (tenantId: string): Promise<Tenant | null> => {
    const text = await readText(redis, tenantId);
    return text === null ? null : readTenant(text);
  };
  const readAll = async (tenantIds: readonly string[]): Promise<Tenant[]> =>
    (await Promise.all(tenantIds.map(get))).filter((tenant) => tenant !== null);
  // What has no record is remembered too: only a credential leads here, so no stranger can fill the memory.
  const recent = createRecentRecords({
    load: async (tenantId) => ({ tenant: await get(tenantId) }),
    clock,
    ttlMs: RECENT_MS,
    maxRecords: MAX_RECENT_TENANTS,
  });
  return {
    get,
    recent: async (tenantId) => (await recent.get(tenantId))?.tenant ?? null,
    isTaken: async (tenantId) => {
      const fields = redis.hmget(queueKeys.tenant(tenantId), FIELD, FIRST_KEY_FIELD);
      const [text = null, claim = null] = await redisReply(fields);
      if (text === null) return false;
      return readTenant(text).status === 'deleting' || isClaimedStill(claim, clock.nowMs());
    },
    wasDeleted: async (tenantId) =>
      (await redisReply(redis.zscore(queueKeys.deletedTenants, tenantId))) !== null,
    list: async () =>
      readAll(await redisReply(redis.zrange(queueKeys.tenants, '0', String(MAX_TENANTS - 1)))),
    page: async ({ limit, startingAfter }) => {
      const first = await firstRank(redis, startingAfter);
      const tenantIds = await redisReply(redis.zrevrange(queueKeys.tenants, first, first + limit));
      return { tenants: await readAll(tenantIds.slice(0, limit)), hasMore: tenantIds.length > limit };
    },
  };
}

async function firstRank(redis: Redis, startingAfter: string | null): Promise<number> {
  if (startingAfter === null) return 0;
  const rank = await redisReply(redis.zrevrank(queueKeys.tenants, startingAfter));
  if (rank !== null) return rank + 1;
  const message = 'This tenant is not in the list (any more). List again from the newest.';
  throw new Fault('invalid-input', message, { problems: [{ pointer: '/starting_after', message }] });
}
