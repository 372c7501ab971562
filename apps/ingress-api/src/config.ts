import { semanticVariables } from '@ragfleet/answer-cache';
import { auditVariables } from '@ragfleet/audit-log';
import { identityVariables } from '@ragfleet/identity';
import { modelVariables, nextEmbeddingVariables, rerankVariables } from '@ragfleet/models';
import { priceVariables } from '@ragfleet/pricing';
import { residencyVariables } from '@ragfleet/residency';
import { breakerVariables } from '@ragfleet/resilience';
import {
  operationsPort,
  portNumber,
  processVariables,
  publicUrl,
  shutdownGraceSeconds,
  storeVariables,
  trustedProxyHops,
  tracingVariables,
} from '@ragfleet/service-runtime';
import { vectorVariables } from '@ragfleet/vector-stores';
import { allowHostsVariables } from '@ragfleet/webhook-delivery';
import { z } from 'zod';

const count = z.coerce.number().int().min(1);

export const configSchema = z.object({
  ...processVariables,
  ...tracingVariables,
  ...storeVariables,
  ...modelVariables,
  ...nextEmbeddingVariables,
  ...rerankVariables,
  ...vectorVariables,
  ...semanticVariables,
  ...priceVariables,
  ...auditVariables,
  ...identityVariables,
  ...breakerVariables,
  ...residencyVariables,
  PORT: portNumber.default(8_080).meta({ description: 'port of the API' }),
  OPERATIONS_PORT: operationsPort(9_080),
  PUBLIC_URL: publicUrl,
  CORS_ALLOW_ORIGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((origin) => origin.trim() || []))
    .pipe(
      z.array(z.url({ protocol: /^https?$/ }).regex(/^[^/]+\/\/[^/]+$/, 'must be an origin, without a path')),
    )
    .meta({ description: 'origins whose pages may call the API, comma-separated; none by default' }),
  REQUESTS_PER_MINUTE_PER_ADDRESS: count
    .max(10_000_000)
    .default(120_000)
    .meta({ description: 'requests that one client address may send to one process in a minute' }),
  TRUSTED_PROXY_HOPS: trustedProxyHops,
  MAX_EVENT_STREAMS: count
    .max(100_000)
    .default(2_000)
    .meta({ description: 'event streams that one process keeps open at a time, half of them of one tenant' }),
  ...allowHostsVariables,
  SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds(15),
});

export type Config = Readonly<z.output<typeof configSchema>>;
