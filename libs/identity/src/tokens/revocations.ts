import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply, type Script } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { Revocations, RevokedSubject } from '../contract.ts';
import { RESTORE, REVOKE, REVOKE_ERASED } from './revocation-scripts.ts';

/** More than this in a tenant is a case for the issuer: it should sign no tokens for them. */
const MAX_REVOKED = 10_000;
/** Years of people who leave, and an end to what somebody makes up. */
const MAX_ERASED = 100_000;

/** Subjects whose tokens are refused, whatever their issuer signs. In force everywhere within 5 s. */
export function createRevocations({
  redis,
  clock = systemClock,
}: {
  redis: Redis;
  clock?: Clock;
}): Revocations {
  const revoke = defineScript(redis, 'rfRevokeSubject', 2, REVOKE);
  const revokeErased = defineScript(redis, 'rfRevokeErasedSubject', 2, REVOKE_ERASED);
  const restore = defineScript(redis, 'rfRestoreSubject', 2, RESTORE);
  const keysOf = (tenantId: string): readonly string[] => [
    queueKeys.revokedSubjects(tenantId),
    queueKeys.erasedSubjects(tenantId),
  ];
  const isRevoked: Revocations['isRevoked'] = async (tenantId, principalId) =>
    (await redisReply(redis.hexists(queueKeys.revokedSubjects(tenantId), principalId))) === 1;

  const revokeBy =
    (script: Script, most: number, does: string) =>
    async (tenantId: string, principalId: string): Promise<RevokedSubject> => {
      const reply = await script(keysOf(tenantId), [principalId, clock.nowMs(), most]);
      const sinceMs = z.string().parse(reply);
      if (sinceMs !== '') return { principalId, revokedAtMs: Number(sinceMs) };
      const message = `A tenant ${does} at most ${most} subjects here. Lift old ones, and end those people's access at their issuer.`;
      throw new Fault('conflict', message);
    };

  return {
    revokeSubject: revokeBy(revoke, MAX_REVOKED, 'revokes'),
    revokeErased: revokeBy(revokeErased, MAX_ERASED, 'erases'),
    restoreSubject: async (tenantId, principalId) => {
      // Asked first: a removal that is sent twice after a cut connection finds nothing the second time.
      const wasRevoked = await isRevoked(tenantId, principalId);
      await restore(keysOf(tenantId), [principalId]);
      return wasRevoked;
    },
    list: async (tenantId) => {
      const all = await redisReply(redis.hgetall(queueKeys.revokedSubjects(tenantId)));
      return Object.entries(all)
        .map(([principalId, atMs]) => ({ principalId, revokedAtMs: Number(atMs) }))
        .toSorted((left, right) => right.revokedAtMs - left.revokedAtMs)
        .slice(0, MAX_REVOKED);
    },
    isRevoked,
  };
}
