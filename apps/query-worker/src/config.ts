import { semanticVariables } from '@ragfleet/answer-cache';
import { auditVariables } from '@ragfleet/audit-log';
import { identityVariables } from '@ragfleet/identity';
import { judgeVariables, modelVariables, presidioVariables, rerankVariables } from '@ragfleet/models';
import { priceVariables } from '@ragfleet/pricing';
import { residencyVariables } from '@ragfleet/residency';
import { breakerVariables } from '@ragfleet/resilience';
import {
  failpointVariables,
  operationsPort,
  processVariables,
  publicUrl,
  shutdownGraceSeconds,
  storeVariables,
  tracingVariables,
} from '@ragfleet/service-runtime';
import { vectorVariables } from '@ragfleet/vector-stores';
import { z } from 'zod';

const count = z.coerce.number().int().min(0);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const words = z.string().transform((text) => text.split(',').flatMap((word) => word.trim() || []));

export const configSchema = z.object({
  ...processVariables,
  ...tracingVariables,
  ...failpointVariables,
  ...storeVariables,
  ...modelVariables,
  ...rerankVariables,
  ...presidioVariables,
  ...vectorVariables,
  ...semanticVariables,
  ...priceVariables,
  ...breakerVariables,
  OPERATIONS_PORT: operationsPort(9_082),
  PUBLIC_URL: publicUrl,
  HIGH_SLOTS: count
    .max(256)
    .default(2)
    .meta({ description: 'questions of the high lane that always find a slot' }),
  NORMAL_SLOTS: count
    .max(256)
    .default(1)
    .meta({ description: 'slots that the normal lane keeps for itself' }),
  LOW_SLOTS: count.max(256).default(1).meta({ description: 'slots that the low lane keeps for itself' }),
  SHARED_SLOTS: count.max(256).default(6).meta({ description: 'slots that any lane may take' }),
  CACHE_TTL_HOURS: z.coerce
    .number()
    .positive()
    .max(720)
    .default(24)
    .meta({ description: 'life of a cached answer when the query names none' }),
  CACHE_BUDGET_MS: count
    .min(1)
    .max(10_000)
    .default(20)
    .meta({ description: 'how long a question waits for the cache before it goes on without it' }),
  CACHE_STALE_SECONDS: count.max(86_400).default(0).meta({
    description:
      'how long after its time an answer may still be served while it is written anew; its evidence is checked all the same',
  }),
  CACHE_NEAR: z.enum(['on', 'off']).default('on').meta({
    description:
      'on keeps answers that are asked for again and again in memory, as long as the cache Redis tells of their changes; off reads them each time',
  }),
  SEMANTIC_CACHE_THRESHOLD: z.coerce.number().min(0.5).max(1).optional().meta({
    description:
      'cosine from which questions may share an answer; without it, that of the embedding model: find yours with ragfleet cache calibrate',
  }),
  ...judgeVariables,
  ...residencyVariables,
  MAX_CONTEXT_TOKENS: count
    .min(200)
    .max(200_000)
    .default(4_000)
    .meta({ description: 'most tokens of passages in a prompt' }),
  MAX_OUTPUT_TOKENS: count
    .min(16)
    .max(32_000)
    .default(1_000)
    .meta({ description: 'most tokens of an answer' }),
  TARGET_LATENCY_MS: count.min(1).max(600_000).default(5_000).meta({
    description: 'a question that is later than this before its model is called gets the faster model',
  }),
  QUALITY_THRESHOLD: z
    .enum(['basic', 'standard', 'high'])
    .default('standard')
    .meta({ description: 'quality of a query that names none' }),
  ENABLE_PII_DETECTION: flag
    .default(true)
    .meta({ description: 'false lets personal data through to models, caches and vendors' }),
  AUDIT_ALL_QUERIES: flag
    .default(true)
    .meta({ description: 'false audits refusals, personal data and errors alone' }),
  ...auditVariables,
  ...identityVariables,
  MAX_RETRIES: count.max(10).default(3).meta({ description: 'retries of a failed call; 2 at most are made' }),
  INTERNAL_EMAIL_DOMAINS: words
    .pipe(z.array(z.string().regex(/^[a-z0-9.-]+$/i, 'must be domains, such as example.com')))
    .default([])
    .meta({ description: 'domains whose e-mail addresses are redacted in answers, comma-separated' }),
  SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds(90),
});

export type Config = Readonly<z.output<typeof configSchema>>;
