import { z } from 'zod';

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
};

const CRON = /^[\d*/,-]+(?: [\d*/,a-zA-Z?#-]+){4}$/;

/** Variables of cache warming. The schedule is the fleet's: they are the same for all batch workers. */
export const warmVariables = {
  WARM_ENABLED: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(true)
    .meta({ description: 'false warms no cache at night; what is asked for is warmed all the same' }),
  WARM_CRON: z
    .string()
    .regex(CRON, 'must be minute, hour, day, month and weekday, such as "0 3 * * *"')
    .default('0 3 * * *')
    .meta({ description: 'when the cache is warmed, in the time zone of each tenant' }),
  WARM_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone, such as Europe/Berlin')
    .default('UTC')
    .meta({ description: 'time zone of tenants that have none' }),
  WARM_TOP_N: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(100)
    .meta({ description: 'questions of each access group that are warmed at night' }),
  WARM_MIN_PEOPLE: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(2)
    .meta({ description: 'people of an access group who asked a question lately before it is warmed' }),
  WARM_BUDGET_USD: z.coerce
    .number()
    .min(0)
    .max(10_000)
    .default(1)
    .meta({ description: 'US dollars that warming may spend for a tenant in a day; 0 warms nothing' }),
  CACHE_TTL_HOURS: z.coerce
    .number()
    .positive()
    .max(720)
    .default(24)
    .meta({ description: 'life of a cached answer when the query names none' }),
};
