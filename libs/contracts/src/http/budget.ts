import { z } from 'zod';

const MAX_MONTHLY_USD = 1_000_000;

/** What happens behind the limit: `degrade` answers from cache and passages, `refuse` ends with `…/budget-exhausted`. */
const action = z.enum(['degrade', 'refuse']);

/** `PUT /v1/budget`. null takes the limit away. */
export const budgetChange = z.strictObject({
  monthly_usd: z.number().min(0).max(MAX_MONTHLY_USD).nullable(),
  action: action.default('degrade'),
  spent_usd: z.number().optional().meta({ description: 'ignored: what was read can be sent back' }),
});

/** Of the calendar month in UTC. `spent_usd` counts what calls in flight have reserved. */
export const budget = z
  .object({ monthly_usd: z.number().nullable(), spent_usd: z.number(), action })
  .meta({ id: 'Budget' });
