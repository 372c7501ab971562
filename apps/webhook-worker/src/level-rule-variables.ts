import { z } from 'zod';

const seconds = z.coerce.number().int().min(0).max(86_400);

/** When the rules lower the fleet's level of service, and when they raise it again. */
export const levelRuleVariables = {
  DEGRADATION_RULES: z.enum(['on', 'off']).default('on').meta({
    description:
      'on lets the fleet lower its own level of service and raise it again; off leaves it to operators',
  }),
  DEGRADATION_MODEL_FAILURE_SHARE: z.coerce.number().gt(0).max(1).default(0.5).meta({
    description:
      'share of failed model calls in a minute from which the level is reduced, and of questions that no model answered from which it is minimal',
  }),
  DEGRADATION_HIGH_WAIT_SECONDS: seconds.default(30).meta({
    description:
      'wait in the high lane from which the level is reduced; minimal from 1.6 times that; 0 for no say',
  }),
  DEGRADATION_NORMAL_WAIT_SECONDS: seconds
    .default(150)
    .meta({ description: 'wait in the normal lane from which the level is reduced, likewise' }),
  DEGRADATION_LOW_WAIT_SECONDS: seconds.default(0).meta({
    description: 'wait in the low lane, which waits by design, from which the level is reduced, likewise',
  }),
  FLEET_MONTHLY_USD: z.coerce.number().positive().optional().meta({
    description:
      'what all tenants together may spend on models in a calendar month, beside what they pay on accounts of their own, before the level is minimal; without it nothing limits the sum',
  }),
  DEGRADATION_ENTER_SECONDS: seconds
    .default(30)
    .meta({ description: 'how long a lower level must be called for before it comes into force' }),
  DEGRADATION_LEAVE_SECONDS: seconds
    .default(300)
    .meta({ description: 'how long a higher level must be possible before it comes back' }),
};
