import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { namespaceName } from './queries.ts';

const timestamp = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });

const questionText = z
  .string()
  .min(1)
  .max(LIMITS.questionCharacters)
  .refine((text) => text.trim().length > 0, 'Ask something: the question is blank.');

const fullQuestion = z.strictObject({
  question: questionText,
  namespaces: z.array(namespaceName).max(LIMITS.namespaces).optional(),
  quality: z.enum(['basic', 'standard', 'high']).optional(),
  top_k: z.int().min(1).max(LIMITS.topK).default(5),
  model: z.string().min(1).max(128).nullable().default(null),
});

/** A text alone is a question that names nothing else: both come out as one shape. */
const warmQuestion = z.union([
  questionText.transform((question): z.output<typeof fullQuestion> => fullQuestion.parse({ question })),
  fullQuestion,
]);

/**
 * `POST /v1/cache/warm`: these questions, for the caller's own access; the `top_n` that people of each access ask most;
 * or both, in this order. `{}` takes as many of the latter as at night.
 */
export const warmingSubmission = z
  .strictObject({
    questions: z.array(warmQuestion).min(1).max(LIMITS.warmQuestions).optional(),
    top_n: z.int().min(1).max(LIMITS.warmTopN).optional(),
  })
  .meta({ id: 'CacheWarmingSubmission' });
export type WarmingSubmission = z.output<typeof warmingSubmission>;

/** A warming and its report: numbers alone. Money in US dollars. */
export const warmingResource = z
  .object({
    id: z.string(),
    object: z.literal('cache_warming'),
    status: z.enum(['queued', 'running', 'finished', 'failed']),
    trigger: z.enum(['schedule', 'request', 'refresh']),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    finished_at: timestamp.nullable(),
    questions: z.int().meta({ description: 'found to be asked' }),
    refreshed: z.int(),
    skipped: z.int().meta({ description: 'had an answer that outlives the next run' }),
    failed: z.int(),
    spent_usd: z.number(),
    budget_usd: z
      .number()
      .nullable()
      .meta({ description: 'what warming may spend for the tenant in a day; null until it runs' }),
    stopped: z
      .enum(['budget', 'deadline'])
      .nullable()
      .meta({ description: 'what ended it before its last question' }),
    saved_usd: z
      .number()
      .meta({ description: 'what hits on warmed answers saved the tenant since the day it was asked for' }),
    urls: z.object({ self: z.string() }),
  })
  .meta({ id: 'CacheWarming' });
export type WarmingResource = z.output<typeof warmingResource>;

export const warmingList = z.strictObject({
  limit: z.coerce.number().int().min(1).max(LIMITS.listLimit).default(20),
});
