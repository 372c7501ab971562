import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { numberParameter } from './number-parameter.ts';

const pricesAsOf = z.iso.date().meta({ description: 'day of the price list' });
const modelName = z.string().min(1).max(128);
const tokens = z.number().min(0).max(LIMITS.estimateTokens);

/** Shares come as 0.1 + 0.2: what binary fractions add is no mistake of the caller. */
const SHARE_TOLERANCE = 1e-9;
const sumToOne = (shares: Readonly<Record<string, number>>): boolean =>
  Math.abs(Object.values(shares).reduce((sum, share) => sum + share, 0) - 1) <= SHARE_TOLERANCE;

/** `POST /v1/costs/estimate`. Tokens are of one query. */
export const costEstimateSubmission = z
  .strictObject({
    daily_queries: z.number().min(0).max(LIMITS.estimateDailyQueries),
    avg_query_tokens: tokens.default(0),
    avg_context_tokens: tokens.default(3_000),
    avg_response_tokens: tokens.default(400),
    model_distribution: z
      .record(modelName, z.number().min(0).max(1))
      .refine((shares) => Object.keys(shares).length <= LIMITS.estimateModels, {
        message: `Name at most ${LIMITS.estimateModels} models.`,
      })
      .refine(sumToOne, 'The shares must sum to 1.')
      .default({ 'gpt-4o-mini': 0.7, 'gpt-4o': 0.3 })
      .meta({ description: 'which model answers which share of the queries; the shares sum to 1' }),
    embedding_model: modelName.default('text-embedding-3-small'),
    factor: z
      .number()
      .min(0)
      .max(10)
      .default(1)
      .meta({ description: 'what is paid of the bill: 0.4 when six of ten answers come from a cache' }),
    days: z.int().min(1).max(366).default(30),
  })
  .meta({ id: 'CostEstimateSubmission' });

/** Money in US dollars over all days. The parts sum to the total. */
export const costEstimate = z
  .object({
    monthly_total: z.number().meta({ description: 'over `days`, a month of 30 by default' }),
    cost_per_query: z.number(),
    embedding_cost: z.number(),
    breakdown: z.record(
      z.string(),
      z.object({
        queries: z.number(),
        input_cost: z.number(),
        output_cost: z.number(),
        total: z.number(),
      }),
    ),
    days: z.int(),
    prices_as_of: pricesAsOf,
  })
  .meta({ id: 'CostEstimate' });

const WHOLE = 'Use a whole number from 0 on.';
const count = numberParameter(z.coerce.number(WHOLE).int(WHOLE).min(0).max(LIMITS.estimateVectors));

/** `GET /v1/costs/vector-databases`. */
export const vectorDatabasesQuery = z.strictObject({
  vectors: count,
  queries_per_month: count.default(0).meta({ description: '0 when left out' }),
  writes_per_month: count.default(0).meta({ description: '0 when left out' }),
  dimension: z.coerce.number().int().min(1).max(65_536).default(1_536),
});

/** US dollars a month, the cheapest first. */
export const vectorDatabasePrices = z
  .object({
    storage_gb: z.number(),
    comparisons: z.array(z.object({ service: z.string(), monthly: z.number(), notes: z.string() })),
    cheapest: z.string(),
    most_expensive: z.string(),
    prices_as_of: pricesAsOf,
  })
  .meta({ id: 'VectorDatabasePrices' });
