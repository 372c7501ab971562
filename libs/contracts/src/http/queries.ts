import { LANES } from '@ragfleet/kernel';
import { z } from 'zod';
import { WEBHOOK_QUERY_EVENTS } from '../webhooks/events.ts';
import { degradationLevel } from './degradation.ts';
import { LIMITS } from './limits.ts';

const timestamp = z.iso.datetime().meta({ description: 'ISO 8601, UTC' });

export const namespaceName = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'Use 1-64 letters, digits, dots, dashes or underscores.');

export const metadata = z
  .record(z.string().min(1).max(64), z.string().max(LIMITS.metadataValueCharacters))
  .refine(
    (value) => Object.keys(value).length <= LIMITS.metadataKeys,
    `Use at most ${LIMITS.metadataKeys} keys.`,
  );

export const historyTurn = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.string().min(1),
});

export const cacheControl = z.strictObject({
  mode: z.enum(['default', 'bypass', 'refresh', 'only']).default('default'),
  ttl_seconds: z.int().min(1).max(2_592_000).optional(),
  semantic_threshold: z.number().min(0.85).max(1).optional(),
});

export const callback = z.strictObject({
  url: z.string().min(1).max(LIMITS.callbackUrlCharacters),
  events: z
    .array(z.enum(WEBHOOK_QUERY_EVENTS))
    .min(1)
    .default([...WEBHOOK_QUERY_EVENTS]),
  include_result: z.boolean().default(true),
});

/** `POST /v1/queries`. Parsing fills every default but the two that depend on the caller: namespaces and deadline. */
export const querySubmission = z
  .strictObject({
    question: z
      .string()
      .min(1)
      .max(LIMITS.questionCharacters)
      .refine((text) => text.trim().length > 0, 'Ask something: the question is blank.'),
    priority: z.enum(LANES).default('normal'),
    namespaces: z.array(namespaceName).max(LIMITS.namespaces).optional(),
    quality: z.enum(['basic', 'standard', 'high']).optional(),
    top_k: z.int().min(1).max(LIMITS.topK).default(5),
    history: z
      .array(historyTurn)
      .max(LIMITS.historyTurns)
      .refine(
        (turns) =>
          turns.reduce((bytes, { content }) => bytes + Buffer.byteLength(content), 0) <= LIMITS.historyBytes,
        'Send at most 16 kB of history.',
      )
      .default([]),
    model: z.string().min(1).max(128).nullable().default(null),
    session_id: z.string().min(1).max(128).nullable().default(null),
    callback: callback.optional(),
    cache: cacheControl.default({ mode: 'default' }),
    deadline_seconds: z.int().min(1).max(LIMITS.deadlineSeconds).optional(),
    metadata: metadata.default({}),
  })
  .meta({ id: 'QuerySubmission' });
export type QuerySubmission = z.output<typeof querySubmission>;

export const queryStatus = z.enum(['queued', 'running', 'succeeded', 'failed', 'canceled', 'expired']);
export type QueryStatus = z.output<typeof queryStatus>;

export const citation = z.object({
  index: z.int(),
  document_id: z.string(),
  chunk_id: z.string(),
  title: z.string(),
  source: z.string().nullable(),
  namespace: z.string(),
  quote: z.string(),
});

/** The same shape on a cache hit and on a miss. Durations in milliseconds, money in US dollars. */
export const queryResult = z
  .object({
    answer: z.string(),
    citations: z.array(citation),
    model: z.string().nullable(),
    confidence: z.number().min(0).max(1),
    usage: z.object({ input_tokens: z.int(), output_tokens: z.int(), embedding_tokens: z.int() }),
    cost_usd: z.number(),
    cache: z.object({
      status: z.enum(['hit', 'miss', 'bypass', 'coalesced']),
      tier: z.enum(['exact', 'semantic']).nullable(),
      similarity: z.number().nullable(),
      age_seconds: z.number().nullable(),
      retrieval: z.enum(['hit', 'miss']),
    }),
    degradation: z.object({
      level: degradationLevel,
      reasons: z.array(z.string()),
    }),
    warnings: z.array(z.string()),
    timings_ms: z.object({
      queue_wait: z.number(),
      guard: z.number(),
      cache: z.number(),
      embed: z.number(),
      search: z.number(),
      fetch: z.number(),
      generate: z.number(),
      total: z.number(),
    }),
  })
  .meta({ id: 'QueryResult' });
export type QueryResult = z.output<typeof queryResult>;

/** Why a query failed. `type` ends in the fault's kind, such as `https://ragfleet.dev/problems/pii-blocked`. */
export const queryError = z
  .object({ type: z.string(), title: z.string(), detail: z.string(), retryable: z.boolean() })
  .meta({ id: 'QueryError' });
export type QueryError = z.output<typeof queryError>;

export const queryResource = z
  .object({
    id: z.string(),
    object: z.literal('query'),
    status: queryStatus,
    priority: z.enum(LANES),
    question: z.string(),
    created_at: timestamp,
    started_at: timestamp.nullable(),
    finished_at: timestamp.nullable(),
    deadline_at: timestamp,
    queue_position: z.int().nullable(),
    /** From the pace of the lane in the last minute; null when it is unknown. No promise. */
    estimated_start_at: timestamp.nullable(),
    result: queryResult.nullable(),
    error: queryError.nullable(),
    /** There when the result was removed after the query ended. */
    purged: z.literal(true).optional(),
    /** There when its trace is recorded: by this id the tracing system of the fleet knows it. */
    trace_id: z.string().optional(),
    metadata,
    urls: z.object({ self: z.string(), events: z.string(), cancel: z.string() }),
  })
  .meta({ id: 'Query' });
export type QueryResource = z.output<typeof queryResource>;

export const queryBatchSubmission = z.strictObject({
  queries: z.array(z.unknown()).min(1).max(LIMITS.batchQueries),
});

export const queryList = z.strictObject({
  status: queryStatus.optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.listLimit).default(20),
  starting_after: z
    .string()
    .regex(/^q_[\w-]{1,64}$/, 'Use the id of a query.')
    .optional(),
});

export const feedbackSubmission = z.strictObject({
  rating: z.enum(['up', 'down']),
  comment: z.string().max(2_000).optional(),
});

/** `GET /v1/feedback`. */
export const feedbackList = z.strictObject({
  rating: z.enum(['up', 'down']).optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.listLimit).default(LIMITS.listLimit),
  starting_after: z
    .string()
    .regex(/^q_[\w-]{1,64}$/, 'Use the `next` of the page before.')
    .optional()
    .meta({ description: 'the `next` of the page before' }),
});

/** A rated answer without who asked: personal data and secrets in what people wrote are masked. */
export const feedbackItem = z
  .object({
    object: z.literal('feedback'),
    query_id: z.string(),
    rating: z.enum(['up', 'down']),
    comment: z.string().nullable(),
    question: z.string(),
    is_answered: z.boolean().meta({ description: 'false when the answer said that it found none' }),
    citations: z.array(
      z.object({ document_id: z.string(), chunk_id: z.string(), title: z.string(), quote: z.string() }),
    ),
  })
  .meta({ id: 'Feedback' });
export type FeedbackItem = z.output<typeof feedbackItem>;

/** A page may hold fewer than its limit, and none, and still have a next one. */
export const feedbackItems = z
  .object({
    object: z.literal('list'),
    data: z.array(feedbackItem),
    has_more: z.boolean(),
    next: z.string().nullable().meta({ description: 'where the next page begins; null after the last' }),
    truncated: z.boolean().meta({
      description: 'true on the last page where older queries, which are not listed, may have ratings',
    }),
  })
  .meta({ id: 'FeedbackItems' });
