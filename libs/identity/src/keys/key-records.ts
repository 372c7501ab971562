import { queueKeys } from '@ragfleet/contracts';
import { LANES, PERMISSIONS, permissionsOf, type Principal, ROLES } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';

import { z } from 'zod';
import { placeOfDigest } from './key-digest.ts';

const common = {
  keyId: z.string(),
  principalId: z.string(),
  createdAtMs: z.number(),
  digest: z.string(),
  /** The id of the master key that the digest is under; none in records of before there was a rotation. */
  pepper: z.string().optional(),
  /** The secret before the last rotation. */
  previous: z.object({ digest: z.string(), untilMs: z.number() }).nullable().default(null),
};
// What has a default is not in records of before there was such a thing.
const tenantKeyRecord = z.object({
  ...common,
  kind: z.literal('tenant'),
  tenantId: z.string(),
  name: z.string().nullable().default(null),
  role: z.enum(ROLES),
  permissions: z.array(z.enum(PERMISSIONS)),
  scopes: z.array(z.enum(PERMISSIONS)).nullable().default(null),
  namespaces: z.array(z.string()),
  department: z.string().nullable(),
  lanes: z.array(z.enum(LANES)),
  requestsPerSecond: z.number().nullable().default(null),
  expiresAtMs: z.number().nullable().default(null),
});
const keyRecord = z.discriminatedUnion('kind', [
  tenantKeyRecord,
  z.object({ ...common, kind: z.literal('operator') }),
]);
export type TenantKeyRecord = z.output<typeof tenantKeyRecord>;
/** What is kept of a key: everything but its secret. */
export type KeyRecord = z.output<typeof keyRecord>;

/** A record as it was read. */
export interface StoredKey {
  readonly record: KeyRecord;
  /** As it lies in Redis, for a change that must not meet another. */
  readonly text: string;
  readonly lastUsedDay: string | null;
}

const FIELD = 'record';
const USED_FIELD = 'used';

// Replaces a record only while it is the one that was read: a change must not bring a revoked key back.
const REPLACE = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

// Of a key that is there: a note on a revoked one would stay forever.
const NOTE = `
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end`;

export interface KeyRecords {
  read(keyId: string): Promise<StoredKey | null>;
  /**
   * Under an id that is free, or over a record of the same secret: `digests` are that secret's under every master key.
   * False when another key has the id.
   */
  write(record: KeyRecord, digests: readonly string[]): Promise<boolean>;
  /** False when somebody else has changed or removed it since it was read. */
  replace(stored: StoredKey, record: KeyRecord): Promise<boolean>;
  noteUse(keyId: string, day: string): Promise<void>;
}

export function createKeyRecords(redis: Redis): KeyRecords {
  const replace = defineScript(redis, 'rfReplaceApiKey', 1, REPLACE);
  const note = defineScript(redis, 'rfNoteApiKeyUse', 1, NOTE);
  const read = async (keyId: string): Promise<StoredKey | null> => {
    const fields = redis.hmget(queueKeys.apiKey(keyId), FIELD, USED_FIELD);
    const [text = null, lastUsedDay = null] = await redisReply(fields);
    return text === null ? null : { record: keyRecord.parse(JSON.parse(text)), text, lastUsedDay };
  };
  return {
    read,
    write: async (record, digests) => {
      const key = queueKeys.apiKey(record.keyId);
      const text = JSON.stringify(record);
      if ((await redisReply(redis.hsetnx(key, FIELD, text))) === 1) return true;
      const present = await read(record.keyId);
      if (present === null || placeOfDigest(digests, present.record.digest) === -1) return false;
      await redisReply(redis.hset(key, FIELD, text));
      return true;
    },
    replace: async ({ text }, record) =>
      (await replace([queueKeys.apiKey(record.keyId)], [FIELD, text, JSON.stringify(record)])) === 1,
    noteUse: async (keyId, day) => {
      await note([queueKeys.apiKey(keyId)], [USED_FIELD, day]);
    },
  };
}

export function isExpired(record: KeyRecord, nowMs: number): boolean {
  return record.kind === 'tenant' && record.expiresAtMs !== null && record.expiresAtMs <= nowMs;
}

export function principalOf(record: KeyRecord): Principal {
  const { keyId, principalId } = record;
  if (record.kind === 'operator') return { kind: 'operator', principalId, keyId };
  const { tenantId, role, namespaces, department, lanes, requestsPerSecond } = record;
  const permissions = permissionsOf(role, record.permissions, record.scopes);
  const person = { tenantId, principalId, keyId, role, permissions, namespaces, department, lanes };
  return { kind: 'tenant', ...person, ...(requestsPerSecond !== null && { requestsPerSecond }) };
}
