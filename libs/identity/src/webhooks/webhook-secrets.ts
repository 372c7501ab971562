import { randomBytes } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import type { WebhookSecrets } from '../contract.ts';
import { createRecentRecords } from '../recent-records.ts';

export interface WebhookSecretsOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock?: Clock;
}

/** Newest first; `endsAtMs` is null for the newest alone. */
const storedSecrets = z.array(z.object({ secret: z.string(), endsAtMs: z.number().nullable() })).min(1);
type StoredSecrets = z.output<typeof storedSecrets>;

const PURPOSE = 'webhook-secret';
const FIELD = 'sealed';
const SECRET_BYTES = 32;
const ROTATION_MS = 24 * 3_600_000;
const MAX_TRIES = 5;
const RECENT_MS = 1_000;
const MAX_RECENT_TENANTS = 1_000;

// Replaces the sealed text only when it is still the one that was read. Its own is what it finds when it is sent twice after a
// cut connection.
const COMPARE_AND_SET = `
local kept = redis.call('HGET', KEYS[1], ARGV[1])
if kept == ARGV[3] then return 1 end
if kept ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;

/** Signing secrets of Standard Webhooks (`whsec_` + base64 of 32 bytes), sealed at rest. */
export function createWebhookSecrets({
  redis,
  sealer,
  clock = systemClock,
}: WebhookSecretsOptions): WebhookSecrets {
  const compareAndSet = defineScript(redis, 'rfSetWebhookSecret', 1, COMPARE_AND_SET);
  const open = (tenantId: string, sealed: string): StoredSecrets =>
    storedSecrets.parse(JSON.parse(sealer.open(tenantId, PURPOSE, sealed)));
  const seal = (tenantId: string, secrets: StoredSecrets): string =>
    sealer.seal(tenantId, PURPOSE, JSON.stringify(secrets));
  const valid = (secrets: StoredSecrets): StoredSecrets =>
    secrets.filter(({ endsAtMs }) => endsAtMs === null || endsAtMs > clock.nowMs());

  const readOrCreate = async (tenantId: string): Promise<string> => {
    const key = queueKeys.webhookSecret(tenantId);
    const read = () => redisReply(redis.hget(key, FIELD));
    const present = await read();
    if (present !== null) return present;
    const first = seal(tenantId, [{ secret: newSecret(), endsAtMs: null }]);
    await redisReply(redis.hsetnx(key, FIELD, first));
    return (await read()) ?? first;
  };

  const current = async (tenantId: string): Promise<readonly string[]> =>
    valid(open(tenantId, await readOrCreate(tenantId))).map(({ secret }) => secret);
  const recent = createRecentRecords({
    load: current,
    clock,
    ttlMs: RECENT_MS,
    maxRecords: MAX_RECENT_TENANTS,
  });

  return {
    current,
    recent: async (tenantId) => (await recent.get(tenantId)) ?? [],
    rotate: async (tenantId) => {
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const before = await readOrCreate(tenantId);
        const [newest] = open(tenantId, before);
        const rotated = [
          { secret: newSecret(), endsAtMs: null },
          ...(newest === undefined ? [] : [{ ...newest, endsAtMs: clock.nowMs() + ROTATION_MS }]),
        ];
        const keys = [queueKeys.webhookSecret(tenantId)];
        const isSet = await compareAndSet(keys, [FIELD, before, seal(tenantId, rotated)]);
        if (isSet === 1) return rotated.map(({ secret }) => secret);
      }
      throw new Fault('conflict', 'The secret is being rotated by somebody else. Read it again.');
    },
  };
}

/** Where the signing secrets lie sealed, for whoever seals them anew under another master key. */
export const WEBHOOK_SECRET_PLACE = {
  kind: 'webhook secrets',
  pattern: queueKeys.webhookSecret('*'),
  purpose: PURPOSE,
  fields: [FIELD],
} as const;

const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString('base64')}`;
