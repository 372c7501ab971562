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
  HOST: z.string().default('127.0.0.1').meta({ description: 'address to listen on; 0.0.0.0 in a container' }),
};

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
};
