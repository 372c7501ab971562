import { DAY_MS } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { dayFields, dayKey, DAYS_KEPT, toUsd } from '../administration/cache-day.ts';

/** What hits on warmed answers saved a tenant. */
export interface WarmingSavings {
  /** US dollars since the day (UTC) of each of these moments, in order. Fault `unavailable`. */
  since(tenantId: string, momentsMs: readonly number[]): Promise<number[]>;
}

/** Reads the cache's days on the cache Redis, each once, however many moments are asked for. */
export function createWarmingSavings({
  redis,
  nowMs = Date.now,
}: {
  readonly redis: Redis;
  readonly nowMs?: () => number;
}): WarmingSavings {
  const savedOn = async (tenantId: string, day: number): Promise<number> => {
    const micros = await redis.hget(dayKey(tenantId, day * DAY_MS), dayFields.savedByWarming);
    return toUsd(Number(micros ?? 0));
  };
  return {
    since: async (tenantId, momentsMs) => {
      const today = Math.floor(nowMs() / DAY_MS);
      const days = momentsMs.map((moment) => Math.floor(moment / DAY_MS));
      const first = Math.max(today - DAYS_KEPT, Math.min(today + 1, ...days));
      const count = today - first + 1;
      const saved = await redisReply(
        Promise.all(Array.from({ length: count }, (_, at) => savedOn(tenantId, first + at))),
      );
      return days.map((day) => saved.slice(Math.max(0, day - first)).reduce((sum, usd) => sum + usd, 0));
    },
  };
}
