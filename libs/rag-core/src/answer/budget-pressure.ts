import { Fault, toFault } from '@ragfleet/kernel';
import type { MonthlyBudget } from '../ports/accounts.ts';
import type { BudgetPressure } from '../routing/route-contract.ts';
import type { QueryContext } from './query-context.ts';

/** Shares of the month's limit from which each begins. What is left is for the questions that need it most. */
const LOWER_QUALITY_FROM = 0.8;
const SMALLER_MODEL_FROM = 0.9;

/** What a draining budget asks of the next answer. */
export function pressureOf(budget: MonthlyBudget | null): BudgetPressure {
  if (budget === null) return 'none';
  const { limitUsd, spentUsd } = budget;
  if (spentUsd >= limitUsd) return 'no-model';
  if (spentUsd >= limitUsd * SMALLER_MODEL_FROM) return 'smaller-model';
  return spentUsd >= limitUsd * LOWER_QUALITY_FROM ? 'lower-quality' : 'none';
}

/** The budget as this question finds it. Where it cannot be read, the ledger still refuses what does not fit. */
export async function readBudget({ ports, question }: QueryContext): Promise<MonthlyBudget | null> {
  try {
    return (await ports.budgets?.current(question.principal.tenantId)) ?? null;
  } catch (error) {
    ports.logger.warn({ queryId: question.queryId, kind: toFault(error).kind }, 'budget not read');
    return null;
  }
}

/** What a tenant hears whose month is spent. */
export const budgetExhausted = (): Fault =>
  new Fault(
    'budget-exhausted',
    'The monthly budget of your team is spent. Ask again next month, or have an admin raise it with PUT /v1/budget.',
  );
