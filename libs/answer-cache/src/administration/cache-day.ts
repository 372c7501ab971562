import { cacheKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';

export const CACHE_OUTCOMES = ['exact', 'semantic', 'retrieval', 'miss', 'bypass', 'coalesced'] as const;
export type CacheOutcome = (typeof CACHE_OUTCOMES)[number];

/** How an entry that was found came to be served, or that it was not. */
export type CacheCheck = 'direct' | 'revalidated' | 'refused';

/** All that the day's counts take of a query. */
export interface CountedQuery {
  readonly outcome: CacheOutcome;
  readonly check: CacheCheck | null;
  /** True when a caller's own earlier retrieval was used again, whatever became of the answer. */
  readonly reusedRetrieval: boolean;
  readonly model: string | null;
  /** That were paid for. */
  readonly tokens: number;
  readonly savedUsd: number;
  /** Who had the served answer written; null when none was served. */
  readonly origin: 'query' | 'warming' | null;
}

export const DAYS_KEPT = 90;
const MS_PER_DAY = 86_400_000;
const MODELS_PER_DAY = 32;
const MICRO = 1_000_000;

/** Fields of a day. Money in micro-dollars; no text, and no name but those of models. */
export const dayFields = {
  queries: 'queries',
  tokens: 'tokens',
  outcome: (outcome: CacheOutcome) => `outcome:${outcome}`,
  check: (check: CacheCheck) => `check:${check}`,
  model: (model: string) => `model:${model}`,
  saved: (outcome: CacheOutcome) => `saved:${outcome}`,
  savedByWarming: 'saved_by_warming',
  rating: (rating: 'up' | 'down') => `rating:${rating}`,
} as const;

export const dayKey = (tenantId: string, atMs: number): string =>
  cacheKeys.cacheDay(tenantId, new Date(atMs).toISOString().slice(0, 10));

export const lastDays = (tenantId: string, nowMs: number): readonly string[] =>
  Array.from({ length: DAYS_KEPT }, (_, ago) => dayKey(tenantId, nowMs - ago * MS_PER_DAY));

// Models beyond the bound share one field: their names come with questions.
const COUNT = `
local day, model, models, ttl = KEYS[1], ARGV[1], tonumber(ARGV[2]), ARGV[3]
if model ~= '' then
  if redis.call('HEXISTS', day, model) == 0 then
    local known = 0
    for _, field in ipairs(redis.call('HKEYS', day)) do
      if string.sub(field, 1, 6) == 'model:' then known = known + 1 end
    end
    if known >= models then model = 'model:*' end
  end
  redis.call('HINCRBY', day, model, 1)
end
for at = 4, #ARGV, 2 do redis.call('HINCRBY', day, ARGV[at], ARGV[at + 1]) end
redis.call('EXPIRE', day, ttl, 'NX')
return 1
`;

export type CountDay = (
  tenantId: string,
  model: string | null,
  increments: Readonly<Record<string, number>>,
) => Promise<void>;

/** Adds whole numbers to the fields of today. Zeros are left out. */
export function createCountDay(redis: Redis, nowMs: () => number): CountDay {
  const count = defineScript(redis, 'rfCountCacheDay', 1, COUNT);
  return async (tenantId, model, increments) => {
    const pairs = Object.entries(increments).filter(([, by]) => by !== 0);
    const ofModel = model === null ? '' : dayFields.model(model.slice(0, 64));
    const ttlSeconds = ((DAYS_KEPT + 1) * MS_PER_DAY) / 1_000;
    await count([dayKey(tenantId, nowMs())], [ofModel, MODELS_PER_DAY, ttlSeconds, ...pairs.flat()]);
  };
}

export function incrementsOf(query: CountedQuery): Record<string, number> {
  const savedMicros = Math.round(query.savedUsd * MICRO);
  return {
    [dayFields.queries]: 1,
    [dayFields.tokens]: query.tokens,
    [dayFields.outcome(query.outcome)]: 1,
    ...(query.reusedRetrieval ? { [dayFields.outcome('retrieval')]: 1 } : {}),
    ...(query.check === null ? {} : { [dayFields.check(query.check)]: 1 }),
    [dayFields.saved(query.outcome)]: savedMicros,
    ...(query.origin === 'warming' ? { [dayFields.savedByWarming]: savedMicros } : {}),
  };
}

export const toUsd = (micros: number): number => micros / MICRO;
