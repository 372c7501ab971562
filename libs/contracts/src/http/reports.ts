import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { periodBound } from './periods.ts';
import { namespaceName } from './queries.ts';

const day = z.iso.date();

/** `GET /v1/costs`: whole days in UTC, both ends included; 30 days up to today by default. */
export const costsQuery = z.strictObject({
  from: periodBound.optional(),
  to: periodBound.optional(),
  group_by: z.enum(['day', 'model', 'user', 'route']).default('day'),
});

/** Money in US dollars. */
export const costsReport = z
  .object({
    from: day,
    to: day,
    total_usd: z.number(),
    queries: z.int(),
    avg_usd_per_query: z.number(),
    cache_hit_rate: z.number(),
    saved_usd: z.number(),
    unsettled_usd: z.number().meta({
      description:
        'the part of the total that stands at its reservation: the provider never told what it used',
    }),
    groups: z.array(z.object({ key: z.string(), queries: z.int(), total_usd: z.number() })),
  })
  .meta({ id: 'CostsReport' });
export type CostsReport = z.output<typeof costsReport>;

/** `GET /v1/costs/usage`: the same days in rows by day, user, model and route. */
export const usageQuery = z.strictObject({
  from: periodBound.optional(),
  to: periodBound.optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.usageRows).default(LIMITS.usageRows),
  starting_after: z
    .string()
    .regex(/^[\w-]{1,4096}$/, 'Use the `next` of the page before.')
    .optional()
    .meta({ description: 'the `next` of the page before' }),
});

const usageRow = z
  .object({
    day,
    tenant_id: z.string(),
    user_id: z.string(),
    model: z.string(),
    route: z.string(),
    queries: z.int(),
    total_usd: z.number(),
  })
  .meta({ id: 'UsageRow' });

/** Over all pages the rows add up to `GET /v1/costs` of the same days. */
export const usageRows = z
  .object({
    object: z.literal('list'),
    data: z.array(usageRow),
    has_more: z.boolean(),
    next: z.string().nullable().meta({ description: 'where the next page begins; null after the last' }),
  })
  .meta({ id: 'UsageRows' });

/** Of the last 90 days. Rates from 0 to 1 over the queries that may use the cache; `retrieval` does not count in them. */
export const cacheStats = z
  .object({
    hit_rate: z.number(),
    exact_rate: z.number(),
    semantic_rate: z.number(),
    breakdown: z.object({
      exact: z.int(),
      semantic: z.int(),
      retrieval: z.int(),
      miss: z.int(),
      bypass: z.int(),
      coalesced: z.int(),
    }),
    entries: z.int(),
    saved_usd: z
      .number()
      .meta({ description: 'what served answers cost when they were written, in US dollars' }),
    checks: z
      .object({ direct: z.int(), revalidated: z.int(), refused: z.int() })
      .meta({ description: 'how answers that were found came to be served, or that they were not' }),
  })
  .meta({ id: 'CacheStats' });

export const cacheEviction = z.strictObject({ namespace: namespaceName.optional() });
export const cacheEvicted = z.object({ evicted: z.int() }).meta({ id: 'CacheEvicted' });
