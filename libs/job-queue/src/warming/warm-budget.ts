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

// A whole number of micro-dollars: sums of fractions would drift.
const RESERVE = `
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
if spent >= tonumber(ARGV[1]) or spent + tonumber(ARGV[2]) > tonumber(ARGV[1]) then return 0 end
redis.call('INCRBY', KEYS[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
`;

/** One budget for all runs of a tenant in a day, whichever worker runs them. What a crash left reserved stays so. */
export function createWarmBudget({ redis, limitUsd, clock = systemClock }: WarmBudgetOptions): WarmBudget {
  const reserve = defineScript(redis, 'rfReserveWarming', 1, RESERVE);
  return {
    limitUsd,
    reserve: async (tenantId, usd) => {
      const key = queueKeys.warmSpend(tenantId, new Date(clock.nowMs()).toISOString().slice(0, 10));
      if ((await reserve([key], [microOf(limitUsd), microOf(usd), KEPT_MS])) !== 1) return null;
      return {
        usd,
        // Of the day on which it was set aside, whatever day it is by then.
        settle: async (spentUsd) => {
          await redisReply(redis.incrby(key, microOf(spentUsd) - microOf(usd)));
        },
      };
    },
  };
}

const microOf = (usd: number): number => Math.ceil(usd * MICRO);
