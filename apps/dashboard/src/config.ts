import { auditVariables } from '@ragfleet/audit-log';
import { residencyVariables } from '@ragfleet/residency';
import {
  portNumber,
  processVariables,
  shutdownGraceSeconds,
  storeVariables,
  trustedProxyHops,
} from '@ragfleet/service-runtime';
import { z } from 'zod';

const { QUEUE_REDIS_URL, RAGFLEET_MASTER_KEY, RAGFLEET_MASTER_KEYS_OLD } = storeVariables;

export const configSchema = z.object({
  ...processVariables,
  ...auditVariables,
  ...residencyVariables,
  QUEUE_REDIS_URL,
  RAGFLEET_MASTER_KEY,
  RAGFLEET_MASTER_KEYS_OLD,
  PORT: portNumber.default(8081).meta({ description: 'port of the dashboard' }),
  DASHBOARD_USER: z
    .string()
    .regex(/^[^:]{1,64}$/, 'must be 1-64 characters without a colon')
    .default('operator')
    .meta({ description: 'user name of the sign-in; an operator API key always works as well' }),
  DASHBOARD_PASSWORD: z
    .string()
    .min(12, 'must be at least 12 characters')
    .max(256)
    .optional()
    .meta({ description: 'password of the sign-in; without it only operator API keys sign in' }),
  DASHBOARD_READ_ONLY: z.stringbool().default(true).meta({
    description:
      'false lets operators retry, promote, pause and resume from the dashboard, and set the level of service',
  }),
  DASHBOARD_SESSION_HOURS: z.coerce
    .number()
    .min(0.1)
    .max(24)
    .default(12)
    .meta({ description: 'hours until a sign-in expires, however it is used' }),
  DASHBOARD_IDLE_MINUTES: z.coerce
    .number()
    .min(1)
    .max(1_440)
    .default(30)
    .meta({ description: 'minutes without a page or a change until a sign-in expires' }),
  TRUSTED_PROXY_HOPS: trustedProxyHops,
  SHUTDOWN_GRACE_SECONDS: shutdownGraceSeconds(10),
});

export type Config = Readonly<z.output<typeof configSchema>>;
