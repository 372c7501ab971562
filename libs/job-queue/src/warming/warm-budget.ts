import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock } from '@ragfleet/kernel';
import type { WarmBudget } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';

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
local day, name, limit, amount = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local open = redis.call('HGET', day, name)
if open then return {0, tonumber(open)} end
local spent = tonumber(redis.call('HGET', day, 'spent') or '0')
if spent >= limit or spent + amount > limit then return {} end
redis.call('HINCRBY', day, 'spent', ARGV[3])
redis.call('HSET', day, name, ARGV[3])
redis.call('PEXPIRE', day, ARGV[4])
return {1, amount}
`;
const SETTLE = `
local day, name, cost = KEYS[1], ARGV[1], tonumber(ARGV[2])
local open = redis.call('HGET', day, name)
-- The connection may send the script again after a cut.
if not open then return 0 end
redis.call('HDEL', day, name)
redis.call('HINCRBY', day, 'spent', cost - tonumber(open))
if cost > tonumber(redis.call('HGET', day, 'dearest') or '0') then redis.call('HSET', day, 'dearest', ARGV[2]) end
return 1
`;
const reserved = z.union([z.tuple([z.number(), z.number()]), z.tuple([])]);

/**
 * One budget for all runs of a tenant in a day, whichever worker runs them. What a crash left reserved stays so until its run is
 * repeated. */
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
    reserve: async (tenantId, question, usd) => {
      // Settled on the day on which it was set aside, whatever day it is by then.
      const keys = [keyOf(tenantId)];
      const name = `open:${question.warmId}#${question.name}`;
      const [isNew, micros] = reserved.parse(
        await reserve(keys, [name, microOf(limitUsd), microOf(usd), KEPT_MS]),
      );
      if (micros === undefined) return null;
      return {
        usd: micros / MICRO,
        isNew: isNew === 1,
        settle: async (spentUsd) => {
          await settle(keys, [name, microOf(spentUsd)]);
        },
      };
    },
  };
}

const microOf = (usd: number): number => Math.ceil(usd * MICRO);
