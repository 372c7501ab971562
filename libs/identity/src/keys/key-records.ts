import { createHmac, timingSafeEqual } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { LANES, PERMISSIONS, permissionsOf, type Principal, ROLES } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { KeyParts } from './key-format.ts';

const common = { keyId: z.string(), principalId: z.string(), createdAtMs: z.number(), digest: z.string() };
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

export async function readKeyRecord(redis: Redis, keyId: string): Promise<KeyRecord | null> {
  const text = await redisReply(redis.hget(queueKeys.apiKey(keyId), FIELD));
  return text === null ? null : keyRecord.parse(JSON.parse(text));
}

/** Writes a record under an id that is free, or under its own. False when another key has the id. */
export async function writeKeyRecord(redis: Redis, record: KeyRecord): Promise<boolean> {
  const key = queueKeys.apiKey(record.keyId);
  const text = JSON.stringify(record);
  if ((await redisReply(redis.hsetnx(key, FIELD, text))) === 1) return true;
  const present = await readKeyRecord(redis, record.keyId);
  if (present === null || !isSameDigest(present.digest, record.digest)) return false;
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

/** HMAC-SHA256 in hex of a key under the fleet's pepper. */
export type KeyDigest = (key: KeyParts) => string;

export function createKeyDigest(sealer: Sealer): KeyDigest {
  const pepper = sealer.secret('api-key-pepper');
  return ({ keyId, secret }) => createHmac('sha256', pepper).update(`${keyId}.${secret}`).digest('hex');
}

export function isSameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
