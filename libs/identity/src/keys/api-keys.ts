import { queueKeys } from '@ragfleet/contracts';
import {
  type Clock,
  DEFAULT_NAMESPACE,
  Fault,
  holds,
  LANES,
  type Permission,
  permissionsOf,
  systemClock,
} from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { ApiKeyFacts, ApiKeys, KeyRotation, NewApiKey } from '../contract.ts';
import { createKeyDigest } from './key-digest.ts';
import { importedKey, type KeyParts, newKey, newSecretOf } from './key-format.ts';
import {
  createKeyRecords,
  isExpired,
  type KeyRecord,
  type StoredKey,
  type TenantKeyRecord,
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

/** Creates, lists, rotates and revokes API keys. A whole key is shown once, when its secret is made. */
export function createApiKeys({ redis, sealer, environment, clock = systemClock }: ApiKeyOptions): ApiKeys {
  const digestOf = createKeyDigest(sealer);
  const records = createKeyRecords(redis);
  const factsNow = (stored: TenantKey): ApiKeyFacts => factsOf(stored, clock.nowMs());
  const commonOf = (parts: KeyParts, principalId: string): CommonFacts => ({
    keyId: parts.keyId,
    principalId,
    createdAtMs: clock.nowMs(),
    digest: digestOf(parts),
    previous: null,
  });

  const keep = async <Kept extends KeyRecord>(
    recordOf: (parts: KeyParts) => Kept,
    given: string | undefined,
  ) => {
    const tries = given === undefined ? MAX_TRIES : 1;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const parts = given === undefined ? newKey(environment) : importedKey(given);
      const record = recordOf(parts);
      if (await records.write(record)) return { record, secret: parts.text };
    }
    throw new Fault('conflict', 'This key id is taken by another key. Make a new key.');
  };

  const rotateOnce = async (stored: TenantKey, { overlapMs }: KeyRotation) => {
    const { keyId, digest } = stored.record;
    const parts = newSecretOf(environment, keyId);
    const previous = overlapMs === 0 ? null : { digest, untilMs: clock.nowMs() + overlapMs };
    const record = { ...stored.record, digest: digestOf(parts), previous };
    const isSet = await records.replace(stored, record);
    return isSet ? { ...factsNow({ ...stored, record }), secret: parts.text } : null;
  };

  return {
    create: async (key, options = {}) => {
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
      return { ...factsNow({ record, lastUsedDay: null, text: '' }), secret };
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
      const stored = await Promise.all(keyIds.map((keyId) => records.read(keyId)));
      return stored.filter((key) => isOfTenant(key, tenantId)).map(factsNow);
    },
    rotate: async (tenantId, keyId, rotation) => {
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const stored = await records.read(keyId);
        if (!isOfTenant(stored, tenantId)) return null;
        requireWithin(stored.record, rotation.within);
        const rotated = await rotateOnce(stored, rotation);
        if (rotated !== null) return rotated;
      }
      throw new Fault('conflict', 'This key is being changed by somebody else. Rotate it again.');
    },
    revoke: async (tenantId, keyId) => {
      if (!isOfTenant(await records.read(keyId), tenantId)) return false;
      const revocation = redis.multi().del(queueKeys.apiKey(keyId));
      await redisReply(revocation.zrem(queueKeys.apiKeysOfTenant(tenantId), keyId).exec());
      return true;
    },
  };
}

type CommonFacts = Pick<KeyRecord, 'keyId' | 'principalId' | 'createdAtMs' | 'digest' | 'previous'>;
type TenantKey = StoredKey & { readonly record: TenantKeyRecord };

function isOfTenant(stored: StoredKey | null, tenantId: string): stored is TenantKey {
  return stored?.record.kind === 'tenant' && stored.record.tenantId === tenantId;
}

function requireWithin(
  { role, permissions, scopes }: TenantKeyRecord,
  held: ReadonlySet<Permission> | undefined,
): void {
  if (held === undefined) return;
  const missing = [...permissionsOf(role, permissions, scopes)].find(
    (permission) => !holds(held, permission),
  );
  if (missing !== undefined) throw new Fault('forbidden', `Permission denied: ${missing} required`);
}

function tenantRecord(key: NewApiKey, common: CommonFacts): TenantKeyRecord {
  return {
    ...common,
    kind: 'tenant',
    tenantId: key.tenantId,
    name: key.name ?? null,
    role: key.role,
    permissions: [...(key.permissions ?? [])],
    scopes: key.scopes == null ? null : [...key.scopes],
    namespaces: [...(key.namespaces ?? [DEFAULT_NAMESPACE])],
    department: key.department ?? null,
    lanes: [...(key.lanes ?? LANES)],
    requestsPerSecond: key.requestsPerSecond ?? null,
    expiresAtMs: key.expiresAtMs ?? null,
  };
}

function factsOf({ record, lastUsedDay }: TenantKey, nowMs: number): ApiKeyFacts {
  const { kind: _kind, digest: _digest, previous, ...facts } = record;
  const untilMs = previous?.untilMs ?? 0;
  return {
    ...facts,
    isExpired: isExpired(record, nowMs),
    previousSecretUntilMs: untilMs > nowMs ? untilMs : null,
    lastUsedDay,
  };
}
