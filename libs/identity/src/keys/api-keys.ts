import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { ApiKeyFacts, ApiKeys, KeyReach, NewApiKey } from '../contract.ts';
import { createKeepKey } from './keep-key.ts';
import { createKeyDigests } from './key-digest.ts';
import { type CommonFacts, factsOf, isOfTenant, type TenantKey, tenantRecord } from './key-facts.ts';
import { createKeyRecords, type KeyRecord, type TenantKeyRecord } from './key-records.ts';
import { createPutTenantKey } from './put-tenant-key.ts';
import { requireWithin } from './require-within.ts';
import { createRevokeKeys } from './revoke-keys.ts';
import { createRotateKey } from './rotate-key.ts';

export interface ApiKeyOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** The `<env>` of new keys: small letters. */
  readonly environment: string;
  readonly clock?: Clock;
}

/** Creates, lists, rotates and revokes API keys. A whole key is shown once, when its secret is made. */
export function createApiKeys({ redis, sealer, environment, clock = systemClock }: ApiKeyOptions): ApiKeys {
  const digestsOf = createKeyDigests(sealer);
  const records = createKeyRecords(redis);
  const pepper = sealer.keyId;
  const putTenantKey = createPutTenantKey(redis);
  const rotateKey = createRotateKey({ records, digestsOf, pepper, environment, clock });
  const keep = createKeepKey({ records, digestsOf, pepper, environment, clock });
  const factsNow = (stored: TenantKey): ApiKeyFacts => factsOf(stored, clock.nowMs());
  return {
    create: async (key, options = {}) => {
      const { within, firstKeyClaim, secret: given } = options;
      const { record: kept, secret } = await keep({
        principalId: key.principalId,
        recordOf: (common) => recordWithin(key, common, within),
        put: (record, ...place) => putTenantKey({ record, firstKeyClaim }, ...place),
        given,
      });
      return { ...factsNow({ record: kept, lastUsedDay: null, text: '' }), secret };
    },
    createOperator: async (principalId, options = {}) => {
      const { record, secret } = await keep({
        principalId,
        recordOf: (common): KeyRecord => ({ kind: 'operator', ...common }),
        put: (kept, ...place) => records.put(kept, ...place),
        given: options.secret,
      });
      // After the record: a crash in between leaves a key whose secret nobody was ever told.
      await redisReply(redis.zadd(queueKeys.operatorKeys, record.createdAtMs, record.keyId));
      return { keyId: record.keyId, secret };
    },
    list: async (tenantId) => {
      const keyIds = await redisReply(redis.zrevrange(queueKeys.apiKeysOfTenant(tenantId), 0, -1));
      const stored = await Promise.all(keyIds.map((keyId) => records.read(keyId)));
      return stored.filter((key) => isOfTenant(key, tenantId)).map(factsNow);
    },
    rotate: rotateKey,
    ...createRevokeKeys(redis, records),
  };
}

function recordWithin(key: NewApiKey, common: CommonFacts, holder: KeyReach | undefined): TenantKeyRecord {
  const record = tenantRecord(key, common);
  if (holder !== undefined) requireWithin(record, holder);
  return record;
}
