import { createHmac, timingSafeEqual } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { LANES, PERMISSIONS, permissionsOf, type Principal, ROLES } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { KeyParts } from './key-format.ts';

const common = {
  keyId: z.string(),
  principalId: z.string(),
  createdAtMs: z.number(),
  digest: z.string(),
  /** The id of the master key that the digest is under; none in records of before there was a rotation. */
  pepper: z.string().optional(),
};
const tenantKeyRecord = z.object({
  ...common,
  kind: z.literal('tenant'),
  tenantId: z.string(),
  role: z.enum(ROLES),
  permissions: z.array(z.enum(PERMISSIONS)),
  namespaces: z.array(z.string()),
  department: z.string().nullable(),
  lanes: z.array(z.enum(LANES)),
});
const keyRecord = z.discriminatedUnion('kind', [
  tenantKeyRecord,
  z.object({ ...common, kind: z.literal('operator') }),
]);
export type TenantKeyRecord = z.output<typeof tenantKeyRecord>;
/** What is kept of a key: everything but its secret. */
export type KeyRecord = z.output<typeof keyRecord>;

const FIELD = 'record';
const PEPPER = 'api-key-pepper';

// What was revoked meanwhile stays so.
const RENEW = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/** Replaces the digest of a record that is still the one that was read, so that an older master key is needed no more. */
export function createRenewDigest(
  redis: Redis,
  sealer: Sealer,
): (record: KeyRecord, digest: string) => Promise<void> {
  const renew = defineScript(redis, 'rfRenewApiKey', 1, RENEW);
  return async (record, digest) => {
    const key = queueKeys.apiKey(record.keyId);
    const text = await redisReply(redis.hget(key, FIELD));
    if (text === null || keyRecord.parse(JSON.parse(text)).digest !== record.digest) return;
    const renewed: KeyRecord = { ...record, digest, pepper: sealer.keyId };
    await renew([key], [FIELD, text, JSON.stringify(renewed)]);
  };
}

export async function readKeyRecord(redis: Redis, keyId: string): Promise<KeyRecord | null> {
  const text = await redisReply(redis.hget(queueKeys.apiKey(keyId), FIELD));
  return text === null ? null : keyRecord.parse(JSON.parse(text));
}

/**
 * Writes a record under an id that is free, or under its own: `digests` are the key's under every master key. False when
 * another key has the id.
 */
export async function writeKeyRecord(
  redis: Redis,
  record: KeyRecord,
  digests: readonly string[],
): Promise<boolean> {
  const key = queueKeys.apiKey(record.keyId);
  const text = JSON.stringify(record);
  if ((await redisReply(redis.hsetnx(key, FIELD, text))) === 1) return true;
  const present = await readKeyRecord(redis, record.keyId);
  if (present === null || placeOfDigest(digests, present.digest) === -1) return false;
  await redisReply(redis.hset(key, FIELD, text));
  return true;
}

export function principalOf(record: KeyRecord): Principal {
  const { keyId, principalId } = record;
  if (record.kind === 'operator') return { kind: 'operator', principalId, keyId };
  const { tenantId, role, namespaces, department, lanes } = record;
  const permissions = permissionsOf(role, record.permissions);
  return { kind: 'tenant', tenantId, principalId, keyId, role, permissions, namespaces, department, lanes };
}

/** HMAC-SHA256 in hex of a key under the fleet's pepper of every master key, the current one's first. */
export type KeyDigests = (key: KeyParts) => readonly [string, ...string[]];

export function createKeyDigests(sealer: Sealer): KeyDigests {
  const digestUnder = (pepper: Buffer, { keyId, secret }: KeyParts): string =>
    createHmac('sha256', pepper).update(`${keyId}.${secret}`).digest('hex');
  const [, ...older] = sealer.secrets(PEPPER);
  const current = sealer.secret(PEPPER);
  return (key) => [digestUnder(current, key), ...older.map((pepper) => digestUnder(pepper, key))];
}

/** Where the kept digest is among a key's; -1 when it is another key's. */
export const placeOfDigest = (digests: readonly string[], kept: string): number =>
  digests.findIndex((digest) => isSameDigest(digest, kept));

function isSameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
