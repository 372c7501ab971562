import { type CostScenario, estimateCost } from './estimate-cost.ts';
import type { PriceList } from './price-list.ts';
import { withoutNoise } from './without-noise.ts';

/** A month of the published cost model: every question to the large model, nothing cached. */
export const NAIVE_COST_MODEL: CostScenario = {
  dailyQueries: 50_000,
  queryTokens: 30,
  contextTokens: 4_000,
  responseTokens: 500,
  modelShares: { 'gpt-4o': 1 },
  embeddingModel: 'text-embedding-3-small',
  factor: 1,
  days: 30,
};

/** The same after its improvements. The 0.35 is its assumption, not a result: measure your own. */
export const OPTIMISED_COST_MODEL: CostScenario = { ...NAIVE_COST_MODEL, factor: 0.35 };

const DAYS_OF_A_YEAR = 365;

/** What a year costs less after a change. Each side is what its questions really cost, so that all hits save all of it. */
export function yearlySavingsUsd(before: CostScenario, after: CostScenario, list: PriceList): number {
  const yearOf = (scenario: CostScenario): number =>
    estimateCost({ ...scenario, days: DAYS_OF_A_YEAR }, list).totalUsd;
  return withoutNoise(yearOf(before) - yearOf(after));
}
