import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { ApiKeyFacts, ApiKeys } from '../contract.ts';
import { createKeepKey } from './keep-key.ts';
import { createKeyDigests } from './key-digest.ts';
import { factsOf, isOfTenant, type TenantKey, tenantRecord } from './key-facts.ts';
import { createKeyRecords, type KeyRecord } from './key-records.ts';
import { createRotateKey } from './rotate-key.ts';

export interface ApiKeyOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** The `<env>` of new keys: small letters. */
  readonly environment: string;
  readonly clock?: Clock;
}

/** More keys than this per tenant is a leak of keys, and would make listing them unbounded. */
const MAX_KEYS_PER_TENANT = 1_000;

/** Creates, lists, rotates and revokes API keys. A whole key is shown once, when its secret is made. */
export function createApiKeys({ redis, sealer, environment, clock = systemClock }: ApiKeyOptions): ApiKeys {
  const digestsOf = createKeyDigests(sealer);
  const records = createKeyRecords(redis);
  const pepper = sealer.keyId;
  const rotateKey = createRotateKey({ records, digestsOf, pepper, environment, clock });
  const keep = createKeepKey({ records, digestsOf, pepper, environment, clock });
  const factsNow = (stored: TenantKey): ApiKeyFacts => factsOf(stored, clock.nowMs());
  return {
    create: async (key, options = {}) => {
      const index = queueKeys.apiKeysOfTenant(key.tenantId);
      if ((await redisReply(redis.zcard(index))) >= MAX_KEYS_PER_TENANT) {
        throw new Fault('conflict', `A tenant has at most ${MAX_KEYS_PER_TENANT} keys. Revoke unused ones.`);
      }
      const { record, secret } = await keep({
        principalId: key.principalId,
        recordOf: (common) => tenantRecord(key, common),
        given: options.secret,
      });
      // After the record: a crash in between leaves a key whose secret nobody was ever told.
      await redisReply(redis.zadd(index, record.createdAtMs, record.keyId));
      return { ...factsNow({ record, lastUsedDay: null, text: '' }), secret };
    },
    createOperator: async (principalId, options = {}) => {
      const { record, secret } = await keep({
        principalId,
        recordOf: (common): KeyRecord => ({ kind: 'operator', ...common }),
        given: options.secret,
      });
      await redisReply(redis.zadd(queueKeys.operatorKeys, record.createdAtMs, record.keyId));
      return { keyId: record.keyId, secret };
    },
    list: async (tenantId) => {
      const index = queueKeys.apiKeysOfTenant(tenantId);
      const keyIds = await redisReply(redis.zrevrange(index, 0, MAX_KEYS_PER_TENANT - 1));
      const stored = await Promise.all(keyIds.map((keyId) => records.read(keyId)));
      return stored.filter((key) => isOfTenant(key, tenantId)).map(factsNow);
    },
    rotate: rotateKey,
    revoke: async (tenantId, keyId) => {
      if (!isOfTenant(await records.read(keyId), tenantId)) return false;
      const revocation = redis.multi().del(queueKeys.apiKey(keyId));
      await redisReply(revocation.zrem(queueKeys.apiKeysOfTenant(tenantId), keyId).exec());
      return true;
    },
  };
}
