import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { TenantDeletion, Tenants } from './contract.ts';
import { CLAIM, FINISH } from './tenant-scripts.ts';

/** The deletions of tenants that are under way, for whoever does them. */
export interface TenantDeletions {
  /** One whose turn has come, for the caller alone during `holdMs`; null when there is none. */
  claim(holdMs: number): Promise<TenantDeletion | null>;
  /**
   * Nothing of it is left but its record: that goes, and its name is free. What still names it is told that it was deleted.
   * False while there is a key: one that nobody finds any more would open the next tenant of that name.
   */
  finish(tenantId: string): Promise<boolean>;
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

/**
 * Deletions of tenants that are under way, on the queue Redis: claimed by one process at a time, gone when they are
 * finished.
 */
export function createTenantDeletions({
  redis,
  tenants,
  clock = systemClock,
}: TenantDeletionsOptions): TenantDeletions {
  const take = defineScript(redis, 'rfClaimTenantDeletion', 1, CLAIM);
  const end = defineScript(redis, 'rfFinishTenantDeletion', 5, FINISH);
  return {
    finish: async (tenantId) => {
      const { tenants: all, tenantDeletions, deletedTenants } = queueKeys;
      const own = [queueKeys.tenant(tenantId), queueKeys.apiKeysOfTenant(tenantId)];
      const args = [tenantId, clock.nowMs(), MAX_DELETED_NAMES];
      return (await end([...own, all, tenantDeletions, deletedTenants], args)) === 1;
    },
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
