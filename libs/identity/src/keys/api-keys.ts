import { queueKeys } from '@ragfleet/contracts';
import { type Clock, DEFAULT_NAMESPACE, Fault, LANES, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { ApiKeyFacts, ApiKeys, ImportOptions, NewApiKey } from '../contract.ts';
import { importedKey, type KeyParts, newKey } from './key-format.ts';
import {
  createKeyDigests,
  type KeyRecord,
  readKeyRecord,
  type TenantKeyRecord,
  writeKeyRecord,
} from './key-records.ts';

export interface ApiKeyOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** The `<env>` of new keys: small letters. */
  readonly environment: string;
  readonly clock?: Clock;
}

/** More keys than this per tenant is a leak of keys, and would make listing them unbounded. */
const MAX_KEYS_PER_TENANT = 1_000;
// An id has 40 random bits: even with a million keys three tries in a row do not all meet a taken one.
const MAX_TRIES = 3;

/** Creates, lists and revokes API keys. The whole key is shown once, by `create`. */
export function createApiKeys({ redis, sealer, environment, clock = systemClock }: ApiKeyOptions): ApiKeys {
  const digestsOf = createKeyDigests(sealer);
  const commonOf = (parts: KeyParts, principalId: string) => ({
    keyId: parts.keyId,
    principalId,
    createdAtMs: clock.nowMs(),
    digest: digestsOf(parts)[0],
    pepper: sealer.keyId,
  });

  const keep = async <Kept extends KeyRecord>(
    recordOf: (parts: KeyParts) => Kept,
    given: string | undefined,
  ) => {
    const tries = given === undefined ? MAX_TRIES : 1;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const parts = given === undefined ? newKey(environment) : importedKey(given);
      const record = recordOf(parts);
      if (await writeKeyRecord(redis, record, digestsOf(parts))) return { record, secret: parts.text };
    }
    throw new Fault('conflict', 'This key id is taken by another key. Make a new key.');
  };

  return {
    create: async (key: NewApiKey, options: ImportOptions = {}) => {
      const index = queueKeys.apiKeysOfTenant(key.tenantId);
      if ((await redisReply(redis.zcard(index))) >= MAX_KEYS_PER_TENANT) {
        throw new Fault('conflict', `A tenant has at most ${MAX_KEYS_PER_TENANT} keys. Revoke unused ones.`);
      }
      const { record, secret } = await keep(
        (parts) => tenantRecord(key, commonOf(parts, key.principalId)),
        options.secret,
      );
      // After the record: a crash in between leaves a key whose secret nobody was ever told.
      await redisReply(redis.zadd(index, record.createdAtMs, record.keyId));
      return { ...factsOf(record), secret };
    },
    createOperator: async (principalId, options = {}) => {
      const { record, secret } = await keep(
        (parts): KeyRecord => ({ kind: 'operator', ...commonOf(parts, principalId) }),
        options.secret,
      );
      await redisReply(redis.zadd(queueKeys.operatorKeys, record.createdAtMs, record.keyId));
      return { keyId: record.keyId, secret };
    },
    list: async (tenantId) => {
      const index = queueKeys.apiKeysOfTenant(tenantId);
      const keyIds = await redisReply(redis.zrevrange(index, 0, MAX_KEYS_PER_TENANT - 1));
      const records = await Promise.all(keyIds.map((keyId) => readKeyRecord(redis, keyId)));
      return records.filter((record) => isOfTenant(record, tenantId)).map(factsOf);
    },
    revoke: async (tenantId, keyId) => {
      if (!isOfTenant(await readKeyRecord(redis, keyId), tenantId)) return false;
      const revocation = redis.multi().del(queueKeys.apiKey(keyId));
      await redisReply(revocation.zrem(queueKeys.apiKeysOfTenant(tenantId), keyId).exec());
      return true;
    },
  };
}

function isOfTenant(record: KeyRecord | null, tenantId: string): record is TenantKeyRecord {
  return record?.kind === 'tenant' && record.tenantId === tenantId;
}

function tenantRecord(
  key: NewApiKey,
  common: Pick<KeyRecord, 'keyId' | 'principalId' | 'createdAtMs' | 'digest' | 'pepper'>,
): TenantKeyRecord {
  return {
    ...common,
    kind: 'tenant',
    tenantId: key.tenantId,
    role: key.role,
    permissions: [...(key.permissions ?? [])],
    namespaces: [...(key.namespaces ?? [DEFAULT_NAMESPACE])],
    department: key.department ?? null,
    lanes: [...(key.lanes ?? LANES)],
  };
}

function factsOf(record: TenantKeyRecord): ApiKeyFacts {
  const { keyId, tenantId, principalId, role, permissions, namespaces, department, lanes, createdAtMs } =
    record;
  return { keyId, tenantId, principalId, role, permissions, namespaces, department, lanes, createdAtMs };
}
