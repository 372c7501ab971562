import { auditVariables } from '@ragfleet/audit-log';
import { identityVariables } from '@ragfleet/identity';
import { WEBHOOK_SCHEDULE_MS } from '@ragfleet/contracts';
import { residencyVariables } from '@ragfleet/residency';
import {
  failpointVariables,
  operationsPort,
  processVariables,
  publicUrl,
  shutdownGraceSeconds,
  storeVariables,
  tracingVariables,
} from '@ragfleet/service-runtime';
import { allowHostsVariables } from '@ragfleet/webhook-delivery';
import { z } from 'zod';
import { levelRuleVariables } from './level-rule-variables.ts';

const { QUEUE_REDIS_URL, RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD } = storeVariables;
const DAY_SECONDS = 86_400;

export const configSchema = z.object({
  ...processVariables,
  ...tracingVariables,
  ...failpointVariables,
  QUEUE_REDIS_URL,
  RAGFLEET_MASTER_KEY,
  RAGFLEET_MASTER_KEYS_OLD,
  OPERATIONS_PORT: operationsPort(9_084),
  PUBLIC_URL: publicUrl,
  ...allowHostsVariables,
  WEBHOOK_DENY_CIDRS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((cidr) => cidr.trim() || []))
    .pipe(z.array(z.union([z.cidrv4(), z.cidrv6()])))
    .meta({
      description: 'ranges that look public and are not, such as the services of a cluster; comma-separated',
    }),
  WEBHOOK_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(128)
    .default(32)
    .meta({ description: 'deliveries at once in this process' }),
  WEBHOOK_RETRY_SECONDS: z
    .string()
    .default(WEBHOOK_SCHEDULE_MS.map((delayMs) => delayMs / 1_000).join(','))
    .transform((text) => text.split(',').map((delay) => (delay.trim() === '' ? Number.NaN : Number(delay))))
    .pipe(
      z
        .array(z.number().min(0).max(DAY_SECONDS))
        .max(WEBHOOK_SCHEDULE_MS.length)
        .refine(([first]) => first === 0, 'The first attempt is made at once: begin with 0.'),
    )
    .meta({
      description: `seconds before each of the ${WEBHOOK_SCHEDULE_MS.length} attempts at a delivery, give or take a fifth: 0 for the first, which is made at once; the last one also for those that are left out`,
    }),
  ...auditVariables,
  ...identityVariables,
  ...residencyVariables,
  ...levelRuleVariables,
  SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds(25),
});

export type Config = Readonly<z.output<typeof configSchema>>;
