import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { type PutKey, RECORD_FIELD, type TenantKeyRecord } from './key-records.ts';

/** More keys than this per tenant is a leak of keys, and would make listing them unbounded. */
const MAX_KEYS_PER_TENANT = 1_000;

/**
 * Record and index in one step, and only of a tenant that stays: whoever deletes one finds its keys by the index alone.
 * KEYS: key, keys of the tenant, deletions under way, deleted tenants. ARGV: record after and before ('' for none), key id,
 * creation time, tenant id, most keys.
 */
const PUT = `
local kept = redis.call('HGET', KEYS[1], '${RECORD_FIELD}') or ''
-- Sent twice after a cut connection.
if kept == ARGV[1] then return 'put' end
if redis.call('ZSCORE', KEYS[3], ARGV[5]) or redis.call('ZSCORE', KEYS[4], ARGV[5]) then return 'deleted' end
if kept ~= ARGV[2] then return 'taken' end
if not redis.call('ZSCORE', KEYS[2], ARGV[3]) and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[6]) then return 'full' end
redis.call('HSET', KEYS[1], '${RECORD_FIELD}', ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
return 'put'`;

/** Puts a key among its tenant's. Fault `conflict` where there are too many, or the tenant is deleted. */
export type PutTenantKey = (record: TenantKeyRecord, ...place: Parameters<PutKey>) => ReturnType<PutKey>;

export function createPutTenantKey(redis: Redis): PutTenantKey {
  const put = defineScript(redis, 'rfPutTenantKey', 4, PUT);
  return async ({ keyId, tenantId, createdAtMs }, text, before) => {
    const keys = [
      queueKeys.apiKey(keyId),
      queueKeys.apiKeysOfTenant(tenantId),
      queueKeys.tenantDeletions,
      queueKeys.deletedTenants,
    ];
    const outcome = await put(keys, [text, before, keyId, createdAtMs, tenantId, MAX_KEYS_PER_TENANT]);
    if (outcome === 'full')
      throw new Fault('conflict', `A tenant has at most ${MAX_KEYS_PER_TENANT} keys. Revoke unused ones.`);
    if (outcome === 'deleted')
      throw new Fault('conflict', 'This tenant is deleted. Make a tenant of that name before its keys.');
    return outcome === 'put';
  };
}
