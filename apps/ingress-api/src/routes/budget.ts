import { budget, budgetChange, LIMITS } from '@ragfleet/contracts';
import type { BudgetStore, BudgetStatus } from '@ragfleet/cost-ledger';
import type { z } from 'zod';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER } from './permissions.ts';

export interface BudgetRoutePorts {
  readonly budgets: Pick<BudgetStore, 'status' | 'set'>;
}

const REPLIES = { 200: { description: 'US dollars of the calendar month in UTC.', schema: budget } };

/** What a tenant may spend on models in a month. */
export function budgetRoutes({ budgets }: BudgetRoutePorts): Route[] {
  return [
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'get',
        path: '/v1/budget',
        operationId: 'getBudget',
        summary: 'Read the monthly budget',
        tag: 'Costs',
        replies: REPLIES,
      },
      async ({ caller }) => ok(resourceOf(await budgets.status(caller.tenantId))),
    ),
    tenantRoute(
      MAY_ADMINISTER,
      {
        method: 'put',
        path: '/v1/budget',
        operationId: 'setBudget',
        summary: 'Set the monthly budget; in force for the next model call',
        tag: 'Costs',
        body: { schema: budgetChange, maxBytes: LIMITS.queryBodyBytes },
        replies: REPLIES,
        audits: 'budget.set',
      },
      async ({ caller, body }) => {
        await budgets.set(caller.tenantId, { limitUsd: body.monthly_usd, action: body.action });
        return ok(resourceOf(await budgets.status(caller.tenantId)));
      },
    ),
  ];
}

const resourceOf = ({ limitUsd, spentUsd, action }: BudgetStatus): z.output<typeof budget> => ({
  monthly_usd: limitUsd,
  spent_usd: spentUsd,
  action,
});
