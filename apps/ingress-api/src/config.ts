import { modelVariables } from '@ragfleet/models';
import { processVariables, storeVariables } from '@ragfleet/service-runtime';
import { vectorVariables } from '@ragfleet/vector-stores';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const count = z.coerce.number().int().min(1);

export const configSchema = z.object({
  ...processVariables,
  ...storeVariables,
  ...modelVariables,
  ...vectorVariables,
  PORT: port.default(8_080).meta({ description: 'port of the API' }),
  OPERATIONS_PORT: port
    .default(9_080)
    .meta({ description: 'internal port of /healthz, /readyz and /metrics, without credentials' }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({ description: 'address of the API as clients see it; makes the urls in replies absolute' }),
  CORS_ALLOW_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((origin) => origin.trim() || []))
    .pipe(
      z.array(z.url({ protocol: /^https?$/ }).regex(/^[^/]+\/\/[^/]+$/, 'must be an origin, without a path')),
    )
    .meta({ description: 'origins whose pages may call the API, comma-separated; none by default' }),
  REQUESTS_PER_MINUTE_PER_ADDRESS: count
    .default(120_000)
    .meta({ description: 'requests that one client address may send to one process in a minute' }),
  TRUSTED_PROXY_HOPS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .meta({ description: 'proxies in front of the API whose X-Forwarded-For is believed' }),
  MAX_EVENT_STREAMS: count
    .default(2_000)
    .meta({ description: 'event streams that one process keeps open at a time' }),
  WEBHOOK_ALLOW_HOSTS: z.string().default('').meta({
    description:
      'hosts, with an optional port, that callbacks may reach over http and on private networks; for development',
  }),
  SHUTDOWN_GRACE_SECONDS: z.coerce
    .number()
    .int()
    .min(5)
    .max(600)
    .default(15)
    .meta({ description: 'how long a stop may take; below the grace period of the orchestrator' }),
});

export type Config = Readonly<z.output<typeof configSchema>>;
