import { modelVariables } from '@ragfleet/models';
import { processVariables, storeVariables } from '@ragfleet/service-runtime';
import { vectorVariables } from '@ragfleet/vector-stores';
import { z } from 'zod';

const { QUEUE_REDIS_URL, DATABASE_URL, RAGFLEET_MASTER_KEY } = storeVariables;

export const configSchema = z.object({
  ...processVariables,
  QUEUE_REDIS_URL,
  DATABASE_URL,
  RAGFLEET_MASTER_KEY,
  ...modelVariables,
  ...vectorVariables,
  OPERATIONS_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(9083)
    .meta({ description: 'port of /healthz, /readyz and /metrics' }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({ description: 'address of the API as clients see it; makes the urls inside webhooks absolute' }),
  INGEST_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(16)
    .default(2)
    .meta({ description: 'ingestions at once in this process' }),
  SHUTDOWN_GRACE_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(600)
    .default(25)
    .meta({ description: 'how long a stop may take; below the grace period of the orchestrator' }),
});

export type Config = Readonly<z.output<typeof configSchema>>;
