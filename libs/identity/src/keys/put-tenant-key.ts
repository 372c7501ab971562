import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { FIRST_KEY_FIELD } from '../tenants/tenant-scripts.ts';
import { type PutKey, RECORD_FIELD, type TenantKeyRecord } from './key-records.ts';

/** More keys than this per tenant is a leak of keys, and would make listing them unbounded. */
const MAX_KEYS_PER_TENANT = 1_000;

/**
 * Record and index in one step, and only of a tenant that stays: whoever deletes one finds its keys by the index alone.
 * KEYS: key, keys of the tenant, deletions under way, deleted tenants, tenant. ARGV: record after and before ('' for none), key
 * id, creation time, tenant id, most keys, claim to the first key ('' for none). With any key nobody has a claim any more.
 */
const PUT = `
local kept = redis.call('HGET', KEYS[1], '${RECORD_FIELD}') or ''
-- Sent twice after a cut connection.
if kept == ARGV[1] then return 'put' end
if redis.call('ZSCORE', KEYS[3], ARGV[5]) or redis.call('ZSCORE', KEYS[4], ARGV[5]) then return 'deleted' end
if ARGV[7] ~= '' and redis.call('HGET', KEYS[5], '${FIRST_KEY_FIELD}') ~= ARGV[7] then return 'lost' end
if kept ~= ARGV[2] then return 'taken' end
if not redis.call('ZSCORE', KEYS[2], ARGV[3]) and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[6]) then return 'full' end
redis.call('HSET', KEYS[1], '${RECORD_FIELD}', ARGV[1])
redis.call('ZADD', KEYS[2], ARGV[4], ARGV[3])
redis.call('HDEL', KEYS[5], '${FIRST_KEY_FIELD}')
return 'put'`;

/** Puts a key among its tenant's. Fault `conflict` where there are too many, or the tenant is deleted. */
export type PutTenantKey = (
  key: { readonly record: TenantKeyRecord; readonly firstKeyClaim: string | undefined },
  ...place: Parameters<PutKey>
) => ReturnType<PutKey>;

export function createPutTenantKey(redis: Redis): PutTenantKey {
  const put = defineScript(redis, 'rfPutTenantKey', 5, PUT);
  return async ({ record, firstKeyClaim = '' }, text, before) => {
    const { keyId, tenantId, createdAtMs } = record;
    const keys = [
      queueKeys.apiKey(keyId),
      queueKeys.apiKeysOfTenant(tenantId),
      queueKeys.tenantDeletions,
      queueKeys.deletedTenants,
      queueKeys.tenant(tenantId),
    ];
    const facts = [keyId, createdAtMs, tenantId, MAX_KEYS_PER_TENANT, firstKeyClaim];
    const outcome = await put(keys, [text, before, ...facts]);
    if (outcome === 'full')
      throw new Fault('conflict', `A tenant has at most ${MAX_KEYS_PER_TENANT} keys. Revoke unused ones.`);
    if (outcome === 'deleted')
      throw new Fault('conflict', 'This tenant is deleted. Make a tenant of that name before its keys.');
    if (outcome === 'lost')
      throw new Fault(
        'conflict',
        'Somebody else makes or made the first key of this tenant. Ask them for one.',
      );
    return outcome === 'put';
  };
}
