import { z } from 'zod';

/** From everything to cached answers alone. */
export const degradationLevel = z.enum(['full', 'reduced', 'minimal', 'maintenance']);

const MAX_REASON_CHARACTERS = 500;

const SETTERS = ['operator', 'admin', 'rule'] as const;

/** The level in force for the caller: the stricter of the fleet's and, inside a tenant, the tenant's own. */
export const degradation = z
  .object({
    level: degradationLevel,
    reason: z.string().nullable(),
    scope: z
      .enum(['fleet', 'tenant'])
      .nullable()
      .meta({ description: 'whose level it is; null where nobody has set one' }),
    set_by: z.enum(SETTERS).nullable(),
    since: z.iso.datetime().nullable(),
    own: z
      .object({ level: degradationLevel, reason: z.string() })
      .nullable()
      .meta({ description: "what the caller's tenant, or for operators the fleet, has set for itself" }),
  })
  .meta({ id: 'Degradation' });

const reason = z
  .string()
  .trim()
  .min(1)
  .max(MAX_REASON_CHARACTERS)
  .nullish()
  .transform((text) => text ?? '')
  .meta({
    description:
      'why, for people: every tenant reads that of the fleet, and it goes into the audit log; only `full` needs none',
  });

/** `PUT /v1/degradation`. `full` takes a level back that was set before. What else `GET` tells is ignored, so that it can be sent back. */
export const degradationChange = z
  .strictObject({
    ...degradation.pick({ scope: true, set_by: true, since: true, own: true }).partial().shape,
    level: degradationLevel,
    reason,
  })
  .refine(({ level, reason: given }) => level === 'full' || given !== '', {
    path: ['reason'],
    message: 'Write a reason for less than the full service.',
  });
