import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { ApiKeys } from '../contract.ts';
import { isOfTenant } from './key-facts.ts';
import type { KeyRecords } from './key-records.ts';

const KEYS_A_STEP = 200;

/** Takes keys from a tenant: one that it has, or whatever it has. */
export function createRevokeKeys(
  redis: Redis,
  records: Pick<KeyRecords, 'read'>,
): Pick<ApiKeys, 'revoke' | 'revokeAll'> {
  const revoke = async (tenantId: string, keyId: string): Promise<boolean> => {
    if (!isOfTenant(await records.read(keyId), tenantId)) return false;
    const revocation = redis.multi().del(queueKeys.apiKey(keyId));
    await redisReply(revocation.zrem(queueKeys.apiKeysOfTenant(tenantId), keyId).exec());
    return true;
  };
  return {
    revoke,
    revokeAll: async (tenantId, signal) => {
      const index = queueKeys.apiKeysOfTenant(tenantId);
      for (let removed = 0; ; ) {
        signal.throwIfAborted();
        const keyIds = await redisReply(redis.zrange(index, '0', String(KEYS_A_STEP - 1)));
        if (keyIds.length === 0) return removed;
        await Promise.all(keyIds.map((keyId) => revoke(tenantId, keyId)));
        // Also what is named there and is nobody's any more, or another tenant's.
        await redisReply(redis.zrem(index, ...keyIds));
        removed += keyIds.length;
      }
    },
  };
}
