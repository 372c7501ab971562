import { semanticVariables } from '@ragfleet/answer-cache';
import { sourceVariables } from '@ragfleet/document-sources';
import { batchEmbeddingVariables, modelVariables, nextEmbeddingVariables } from '@ragfleet/models';
import { priceVariables } from '@ragfleet/pricing';
import { residencyVariables } from '@ragfleet/residency';
import { breakerVariables } from '@ragfleet/resilience';
import {
  operationsPort,
  processVariables,
  publicUrl,
  shutdownGraceSeconds,
  storeVariables,
  tracingVariables,
} from '@ragfleet/service-runtime';
import { vectorVariables } from '@ragfleet/vector-stores';
import { z } from 'zod';
import { warmVariables } from './warming/warm-variables.ts';

const { QUEUE_REDIS_URL, CACHE_REDIS_URL, DATABASE_URL, RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD } =
  storeVariables;

export const configSchema = z.object({
  ...processVariables,
  ...tracingVariables,
  QUEUE_REDIS_URL,
  CACHE_REDIS_URL,
  DATABASE_URL,
  RAGFLEET_MASTER_KEY,
  RAGFLEET_MASTER_KEYS_OLD,
  ...modelVariables,
  ...batchEmbeddingVariables,
  ...nextEmbeddingVariables,
  ...priceVariables,
  ...vectorVariables,
  ...semanticVariables,
  ...sourceVariables,
  ...warmVariables,
  ...breakerVariables,
  ...residencyVariables,
  OPERATIONS_PORT: operationsPort(9_083),
  PUBLIC_URL: publicUrl,
  INGEST_CONCURRENCY: z.coerce.number().int().min(1).max(16).default(2).meta({
    description:
      'ingestions at once in this process; each holds up to 32 MB of content and ten requests with their vectors, about 150 MB at 1,536 dimensions',
  }),
  INGEST_SHARE_BESIDE_QUESTIONS: z.coerce.number().min(0.01).max(1).default(0.1).meta({
    description:
      'how much of the time ingestion works while questions are asked; 1 never rests, for a fleet whose batch workers share neither machine nor PostgreSQL with questions',
  }),
  SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds(25),
});

export type Config = Readonly<z.output<typeof configSchema>>;
