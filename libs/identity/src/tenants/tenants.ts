import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { Tenant, Tenants } from '../contract.ts';

const tenantRecord = z.object({
  tenantId: z.string(),
  name: z.string(),
  timeZone: z.string().nullable().default(null),
  createdAtMs: z.number(),
});

const FIELD = 'record';
const MAX_TENANTS = 10_000;
const TENANT_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
// Second parts of key names that belong to the fleet: a tenant of that name would share them.
const RESERVED: ReadonlySet<string> = new Set(['fleet', 'api-key', 'embedding']);

/** The tenants of the fleet, as far as provisioning needs them. */
export function createTenants({ redis, clock = systemClock }: { redis: Redis; clock?: Clock }): Tenants {
  const get = async (tenantId: string): Promise<Tenant | null> => {
    const text = await redisReply(redis.hget(queueKeys.tenant(tenantId), FIELD));
    return text === null ? null : tenantRecord.parse(JSON.parse(text));
  };
  return {
    get,
    create: async (tenantId, name, { timeZone = null }: { timeZone?: string | null } = {}) => {
      if (!TENANT_ID.test(tenantId) || RESERVED.has(tenantId)) {
        throw new Fault(
          'invalid-input',
          'A tenant id is 1-63 small letters, digits or dashes, and not a name that the fleet uses itself.',
        );
      }
      if (timeZone !== null && !isTimeZone(timeZone))
        throw new Fault('invalid-input', 'Name a time zone as IANA does, such as Europe/Berlin.');
      const tenant: Tenant = { tenantId, name, timeZone, createdAtMs: clock.nowMs() };
      await redisReply(redis.hsetnx(queueKeys.tenant(tenantId), FIELD, JSON.stringify(tenant)));
      await redisReply(redis.zadd(queueKeys.tenants, 'NX', tenant.createdAtMs, tenantId));
      return (await get(tenantId)) ?? tenant;
    },
    list: async () => {
      const tenantIds = await redisReply(redis.zrange(queueKeys.tenants, '0', String(MAX_TENANTS - 1)));
      const tenants = await Promise.all(tenantIds.map(get));
      return tenants.filter((tenant) => tenant !== null);
    },
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
