import { queueKeys } from '@ragfleet/contracts';
import {
  type AccessSet,
  canonicalAccess,
  permissionsOf,
  type TenantPrincipal,
  warmingPrincipalId,
} from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { WarmPrincipals } from '../contract.ts';

export interface WarmPrincipalsOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
}

/** What is kept: an access and no secret. */
const warmRecord = z.object({
  readsAll: z.boolean(),
  namespaces: z.array(z.string()),
  department: z.string().nullable(),
});
type WarmRecord = z.output<typeof warmRecord>;

const FIELD = 'record';
const UNUSED_MS = 7 * 86_400_000;
const GROUP_CHARACTERS = 16;
// No API key has such an id: `authenticate` cannot even look for it.
const KEY_PREFIX = 'warm-';

/** Principals of the fleet's own, by tenant and access. */
export function createWarmPrincipals({ redis, sealer }: WarmPrincipalsOptions): WarmPrincipals {
  return {
    principalFor: async (access) => {
      const { tenantId, readsAll, namespaces, department } = access;
      const group = sealer
        .digest(tenantId, 'warm-principal', canonicalAccess(access))
        .slice(0, GROUP_CHARACTERS);
      const record: WarmRecord = { readsAll, namespaces: [...namespaces], department };
      const key = queueKeys.warmPrincipal(tenantId, group);
      const writing = redis.multi().hset(key, FIELD, JSON.stringify(record)).pexpire(key, UNUSED_MS);
      await redisReply(writing.exec());
      return principalOf(tenantId, group, record);
    },
  };
}

export const isWarmKey = (keyId: string): boolean => keyId.startsWith(KEY_PREFIX);

/** null when it has not been used for 7 days, or is another tenant's. */
export async function readWarmPrincipal(
  redis: Redis,
  tenantId: string,
  keyId: string,
): Promise<TenantPrincipal | null> {
  const group = keyId.slice(KEY_PREFIX.length);
  const text = await redisReply(redis.hget(queueKeys.warmPrincipal(tenantId, group), FIELD));
  return text === null ? null : principalOf(tenantId, group, warmRecord.parse(JSON.parse(text)));
}

function principalOf(tenantId: string, group: string, access: Omit<AccessSet, 'tenantId'>): TenantPrincipal {
  const role = access.readsAll ? 'analyst' : 'user';
  return {
    kind: 'tenant',
    tenantId,
    principalId: warmingPrincipalId(group),
    keyId: `${KEY_PREFIX}${group}`,
    role,
    permissions: permissionsOf(role),
    namespaces: access.namespaces,
    department: access.department,
    lanes: ['low'],
  };
}
