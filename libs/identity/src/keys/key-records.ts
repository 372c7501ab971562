import { queueKeys } from '@ragfleet/contracts';
import { LANES, PERMISSIONS, permissionsOf, type Principal, ROLES } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';

import { z } from 'zod';

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

/** The field of a key's hash that holds its record. */
export const RECORD_FIELD = 'record';
const USED_FIELD = 'used';

// Only over the record that was read, or over none for '': a change must not bring a revoked key back. Its own is what it
// finds when it is sent twice after a cut connection.
const PUT = `
local kept = redis.call('HGET', KEYS[1], ARGV[1]) or ''
if kept == ARGV[3] then return 1 end
if kept ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

// Of a key that is there: a note on a revoked one would stay forever.
const NOTE = `
if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) end`;

/** Puts a record over the text of the one before, '' for none. False when another text is there. */
export type PutKey = (text: string, before: string) => Promise<boolean>;

export interface KeyRecords {
  read(keyId: string): Promise<StoredKey | null>;
  /** Puts it where nothing but the record of before is. */
  put(record: KeyRecord, ...place: Parameters<PutKey>): ReturnType<PutKey>;
  /** False when somebody else has changed or removed it since it was read. */
  replace(stored: StoredKey, record: KeyRecord): Promise<boolean>;
  noteUse(keyId: string, day: string): Promise<void>;
}

export function createKeyRecords(redis: Redis): KeyRecords {
  const put = defineScript(redis, 'rfPutApiKey', 1, PUT);
  const note = defineScript(redis, 'rfNoteApiKeyUse', 1, NOTE);
  const read = async (keyId: string): Promise<StoredKey | null> => {
    const fields = redis.hmget(queueKeys.apiKey(keyId), RECORD_FIELD, USED_FIELD);
    const [text = null, lastUsedDay = null] = await redisReply(fields);
    return text === null ? null : { record: keyRecord.parse(JSON.parse(text)), text, lastUsedDay };
  };
  const putRecord: KeyRecords['put'] = async ({ keyId }, text, before) =>
    (await put([queueKeys.apiKey(keyId)], [RECORD_FIELD, before, text])) === 1;
  return {
    read,
    put: putRecord,
    replace: ({ text }, record) => putRecord(record, JSON.stringify(record), text),
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
