import { queueKeys } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';
import { defineScript, keysLike, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { PERSON_PURPOSE } from './audit-people.ts';

// KEYS: names of the tenant. ARGV: pseudonym, sealed name as it was read, and anew. What was erased meanwhile stays so.
const RENEW = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
return 1`;
// KEYS: a person's pseudonyms under the older name and under the current one.
const MOVE = `
local older = redis.call('LRANGE', KEYS[1], 0, -1)
for _, pseudonym in ipairs(older) do redis.call('RPUSH', KEYS[2], pseudonym) end
redis.call('DEL', KEYS[1])
return #older`;

/** Puts the links between pseudonyms and people under the current master key. May be run again. Fault `unavailable`. */
export async function resealPeople(options: {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly signal: AbortSignal;
}): Promise<{ readonly kind: string; readonly resealed: number; readonly unreadable: number }> {
  const { redis, sealer, signal } = options;
  const renew = defineScript(redis, 'rfRenewAuditName', 1, RENEW);
  const move = defineScript(redis, 'rfMoveAuditPerson', 2, MOVE);
  const count = { resealed: 0, unreadable: 0 };

  const resealName = async (tenantId: string, pseudonym: string, sealed: string): Promise<void> => {
    const name = nameIn(sealer, tenantId, sealed);
    if (name === null) {
      count.unreadable += 1;
      return;
    }
    const [current = '', ...older] = sealer
      .digests(tenantId, PERSON_PURPOSE, name)
      .map((digest) => queueKeys.auditPerson(tenantId, digest));
    for (const key of older) await move([key, current], []);
    const anew = sealer.reseal(tenantId, PERSON_PURPOSE, sealed);
    const names = queueKeys.auditNames(tenantId);
    if (anew !== null && (await renew([names], [pseudonym, sealed, anew])) === 1) count.resealed += 1;
  };

  for await (const key of keysLike(redis, { pattern: queueKeys.auditNames('*'), signal }))
    for (const [pseudonym, sealed] of Object.entries(await redisReply(redis.hgetall(key))))
      await resealName(key.split(':')[1] ?? '', pseudonym, sealed);
  return { kind: 'people in the audit log', ...count };
}

function nameIn(sealer: Sealer, tenantId: string, sealed: string): string | null {
  try {
    return sealer.open(tenantId, PERSON_PURPOSE, sealed);
  } catch (error) {
    if (isFault(error, 'corrupt')) return null;
    throw error;
  }
}
