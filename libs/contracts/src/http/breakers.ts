import { z } from 'zod';

/** `GET /v1/breakers`: every breaker that the fleet has used in the last day, by name. */
export const breakerList = z
  .array(
    z.object({
      name: z.string().meta({ description: 'what is called: its kind, provider, model and region' }),
      state: z.enum(['closed', 'open', 'half-open']),
      failures: z.int().meta({ description: 'counted failures in a row' }),
      opened_at: z.iso.datetime().nullable(),
    }),
  )
  .meta({ id: 'BreakerList' });
