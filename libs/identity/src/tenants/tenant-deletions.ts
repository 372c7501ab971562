import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { TenantDeletion, Tenants } from './contract.ts';
import { CLAIM } from './tenant-scripts.ts';

/** The deletions of tenants that are under way, for whoever does them. */
export interface TenantDeletions {
  /** One whose turn has come, for the caller alone during `holdMs`; null when there is none. */
  claim(holdMs: number): Promise<TenantDeletion | null>;
  /** Nothing of it is left but its record: that goes, and its name is free. What still names it is told that it was deleted. */
  finish(tenantId: string): Promise<void>;
  /** It goes on after this time. */
  postpone(tenantId: string, delayMs: number): Promise<void>;
}

export interface TenantDeletionsOptions {
  readonly redis: Redis;
  readonly tenants: Pick<Tenants, 'get'>;
  readonly clock?: Clock;
}

/** The newest of them: what still names an older one has had its time to be corrected. */
const MAX_DELETED_NAMES = 100_000;

export function createTenantDeletions({
  redis,
  tenants,
  clock = systemClock,
}: TenantDeletionsOptions): TenantDeletions {
  const take = defineScript(redis, 'rfClaimTenantDeletion', 1, CLAIM);
  const finish = async (tenantId: string): Promise<void> => {
    const last = redis.multi().unlink(queueKeys.tenant(tenantId)).zrem(queueKeys.tenants, tenantId);
    last.zadd(queueKeys.deletedTenants, clock.nowMs(), tenantId);
    last.zremrangebyrank(queueKeys.deletedTenants, 0, -1 - MAX_DELETED_NAMES);
    await redisReply(last.zrem(queueKeys.tenantDeletions, tenantId).exec());
  };
  return {
    finish,
    claim: async (holdMs) => {
      const nowMs = clock.nowMs();
      const tenantId = z.string().parse(await take([queueKeys.tenantDeletions], [nowMs, nowMs + holdMs]));
      if (tenantId === '') return null;
      const sinceMs = (await tenants.get(tenantId))?.deletingSinceMs ?? null;
      if (sinceMs !== null) return { tenantId, sinceMs };
      // A list that outlived its tenant, after a loss of the last writes.
      await redisReply(redis.zrem(queueKeys.tenantDeletions, tenantId));
      return null;
    },
    postpone: async (tenantId, delayMs) => {
      const atMs = clock.nowMs() + delayMs;
      await redisReply(redis.zadd(queueKeys.tenantDeletions, 'XX', atMs, tenantId));
    },
  };
}
