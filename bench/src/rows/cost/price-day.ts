import type { ProductServed } from '../spend/product/product-side.ts';
import { MODEL, queryUsd, TOKENS } from '../spend/prices.ts';

export interface DayPrices {
  /** False: whatever wrote, everything is paid as the larger model. */
  readonly isRoutingOn: boolean;
  /** Part of the cost model's context that a prompt still has, 0 to 1. */
  readonly contextShare: number;
}

/** How one question went, as the product's pipeline served it with its routing on. */
export type PricedQuestion = Pick<ProductServed, 'isHit' | 'usd' | 'writtenBy'>;

/**
 * What a day costs at these prices, in US dollars. Which questions hit does not depend on what an answer costs, so that
 * one replay has the prices of all.
 */
export function priceDay(
  questions: readonly PricedQuestion[],
  { isRoutingOn, contextShare }: DayPrices,
): number {
  const contextTokens = Math.round(TOKENS.context * contextShare);
  const paidUsd = (model: string): number => queryUsd(isRoutingOn ? model : MODEL, contextTokens);
  return questions.reduce(
    (usd, question) => usd + lookupUsd(question) + sumOf(question.writtenBy, paidUsd),
    0,
  );
}

/** What was paid and is no model's: searches, and the embedding that found a hit. */
const lookupUsd = ({ usd, writtenBy }: PricedQuestion): number =>
  usd - sumOf(writtenBy, (model) => queryUsd(model));

const sumOf = (models: readonly string[], usdOf: (model: string) => number): number =>
  models.reduce((sum, model) => sum + usdOf(model), 0);
