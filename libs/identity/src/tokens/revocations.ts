import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Revocations } from '../contract.ts';

/** More than this in a tenant is a case for the issuer: it should sign no tokens for them. */
const MAX_REVOKED = 10_000;

/** Subjects whose tokens are refused, whatever their issuer signs. In force everywhere within 5 s. */
export function createRevocations({
  redis,
  clock = systemClock,
}: {
  redis: Redis;
  clock?: Clock;
}): Revocations {
  const isRevoked: Revocations['isRevoked'] = async (tenantId, principalId) =>
    (await redisReply(redis.hexists(queueKeys.revokedSubjects(tenantId), principalId))) === 1;
  return {
    revokeSubject: async (tenantId, principalId) => {
      const key = queueKeys.revokedSubjects(tenantId);
      if ((await redisReply(redis.hlen(key))) >= MAX_REVOKED) {
        throw new Fault(
          'conflict',
          `A tenant revokes at most ${MAX_REVOKED} subjects here. Lift old ones, and end those people's access at their issuer.`,
        );
      }
      await redisReply(redis.hsetnx(key, principalId, clock.nowMs()));
      const atMs = await redisReply(redis.hget(key, principalId));
      return { principalId, revokedAtMs: Number(atMs ?? clock.nowMs()) };
    },
    restoreSubject: async (tenantId, principalId) => {
      // Asked first: a removal that is sent twice after a cut connection finds nothing the second time.
      const wasRevoked = await isRevoked(tenantId, principalId);
      await redisReply(redis.hdel(queueKeys.revokedSubjects(tenantId), principalId));
      return wasRevoked;
    },
    list: async (tenantId) => {
      const all = await redisReply(redis.hgetall(queueKeys.revokedSubjects(tenantId)));
      return Object.entries(all)
        .map(([principalId, atMs]) => ({ principalId, revokedAtMs: Number(atMs) }))
        .toSorted((left, right) => right.revokedAtMs - left.revokedAtMs);
    },
    isRevoked,
  };
}
