import { z } from 'zod';

/** Variables of every process. */
export const processVariables = {
  RAGFLEET_ENV: z
    .enum(['development', 'production'])
    .default('development')
    .meta({ description: 'development or production; production refuses development shortcuts' }),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .meta({ description: 'least severe level that is logged' }),
  HOST: z
    .string()
    .regex(/^[\w.:-]{1,253}$/, 'must be an address or a host name, such as 127.0.0.1')
    .default('127.0.0.1')
    .meta({ description: 'address to listen on; 0.0.0.0 in a container' }),
};

const is32Bytes = (key: string): boolean =>
  /^[\w+/]+={0,2}$/.test(key) && Buffer.from(key, 'base64').length === 32;
const MAX_OLD_KEYS = 4;

/** Variables of every process that reaches the stores. */
export const storeVariables = {
  QUEUE_REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .meta({ description: 'redis:// or rediss:// URL of the queue Redis (noeviction, AOF)' }),
  CACHE_REDIS_URL: z
    .url({ protocol: /^rediss?$/ })
    .meta({ description: 'redis:// or rediss:// URL of the cache Redis (allkeys-lru)' }),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .meta({ description: 'postgres:// URL of the document store' }),
  RAGFLEET_MASTER_KEY: z
    .base64()
    .refine(
      (key) => Buffer.from(key, 'base64').length === 32,
      'must be 32 bytes in base64; make one with: openssl rand -base64 32',
    )
    .meta({
      description:
        'base64 of 32 bytes from which every sealing key derives; make one with: openssl rand -base64 32',
    }),
  RAGFLEET_MASTER_KEYS_OLD: z
    .string()
    .default('')
    .transform((keys) => keys.split(',').flatMap((key) => key.trim() || []))
    .refine(
      (keys) => keys.length <= MAX_OLD_KEYS && keys.every(is32Bytes),
      `must be at most ${MAX_OLD_KEYS} keys of 32 bytes in base64, with commas between them`,
    )
    .meta({
      description:
        'further master keys, at most 4 with commas between them, that open and verify and never seal: the one before, or the next one while it is announced',
    }),
};

export const portNumber = z.coerce.number().int().min(0).max(65_535);

/** OPERATIONS_PORT of one app; on one machine every app needs its own. */
export const operationsPort = (byDefault: number): z.ZodDefault<typeof portNumber> =>
  portNumber
    .default(byDefault)
    .meta({ description: 'internal port of /healthz, /readyz and /metrics, without credentials' });

const stopSeconds = z.coerce.number().int().min(1).max(600);

/** SHUTDOWN_GRACE_SECONDS of one app. */
export const shutdownGraceSeconds = (byDefault: number): z.ZodDefault<typeof stopSeconds> =>
  stopSeconds.default(byDefault).meta({
    description:
      'how long a stop may take before the process ends all the same; below the grace period of the orchestrator',
  });

/** PUBLIC_URL, without a slash at its end. */
export const publicUrl = z
  .url({ protocol: /^https?$/ })
  .transform((url) => url.replace(/\/+$/, ''))
  .optional()
  .meta({ description: 'address of the API as clients see it; makes urls in replies and webhooks absolute' });

/** TRUSTED_PROXY_HOPS of an app that tells clients apart by their address. */
export const trustedProxyHops = z.coerce
  .number()
  .int()
  .min(0)
  .max(10)
  .default(0)
  .meta({ description: 'proxies in front of this process whose X-Forwarded-For is believed' });
