import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock } from '@ragfleet/kernel';
import type { WarmBudget } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';

export interface WarmBudgetOptions {
  /** The queue Redis. */
  readonly redis: Redis;
  /** US dollars that warming may spend for one tenant in a day (UTC); 0 spends nothing. */
  readonly limitUsd: number;
  readonly clock?: Clock;
}

const MICRO = 1_000_000;
const KEPT_MS = 2 * 86_400_000;

// Whole numbers of micro-dollars: sums of fractions would drift.
const RESERVE = `
local spent = tonumber(redis.call('HGET', KEYS[1], 'spent') or '0')
if spent >= tonumber(ARGV[1]) or spent + tonumber(ARGV[2]) > tonumber(ARGV[1]) then return 0 end
redis.call('HINCRBY', KEYS[1], 'spent', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`;
const SETTLE = `
redis.call('HINCRBY', KEYS[1], 'spent', ARGV[1] - ARGV[2])
local dearest = tonumber(redis.call('HGET', KEYS[1], 'dearest') or '0')
if tonumber(ARGV[1]) > dearest then redis.call('HSET', KEYS[1], 'dearest', ARGV[1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`;

/** One budget for all runs of a tenant in a day, whichever worker runs them. What a crash left reserved stays so. */
export function createWarmBudget({ redis, limitUsd, clock = systemClock }: WarmBudgetOptions): WarmBudget {
  const reserve = defineScript(redis, 'rfReserveWarming', 1, RESERVE);
  const settle = defineScript(redis, 'rfSettleWarming', 1, SETTLE);
  const keyOf = (tenantId: string): string =>
    queueKeys.warmSpend(tenantId, new Date(clock.nowMs()).toISOString().slice(0, 10));
  return {
    limitUsd,
    dearestUsd: async (tenantId) => {
      const micros = await redisReply(redis.hget(keyOf(tenantId), 'dearest'));
      return micros === null ? null : Number(micros) / MICRO;
    },
    reserve: async (tenantId, usd) => {
      // Settled on the day on which it was set aside, whatever day it is by then.
      const keys = [keyOf(tenantId)];
      if ((await reserve(keys, [microOf(limitUsd), microOf(usd), KEPT_MS])) !== 1) return null;
      return {
        usd,
        settle: async (spentUsd) => {
          await settle(keys, [microOf(spentUsd), microOf(usd), KEPT_MS]);
        },
      };
    },
  };
}

const microOf = (usd: number): number => Math.ceil(usd * MICRO);
