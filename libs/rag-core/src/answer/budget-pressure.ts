import type { MonthlyBudget } from '../ports/accounts.ts';

/** What a draining budget asks of the next answer, gentlest first. */
export type BudgetPressure = 'none' | 'lower-quality' | 'smaller-model' | 'no-model';

/** Shares of the month's limit from which each begins. What is left is for the questions that need it most. */
const LOWER_QUALITY_FROM = 0.8;
const SMALLER_MODEL_FROM = 0.9;

export function pressureOf(budget: MonthlyBudget | null): BudgetPressure {
  if (budget === null) return 'none';
  const { limitUsd, spentUsd } = budget;
  if (spentUsd >= limitUsd) return 'no-model';
  if (spentUsd >= limitUsd * SMALLER_MODEL_FROM) return 'smaller-model';
  return spentUsd >= limitUsd * LOWER_QUALITY_FROM ? 'lower-quality' : 'none';
}
