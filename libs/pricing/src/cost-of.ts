import { ratesFor, type TokenRates } from './model-price.ts';
import { PRICE_LIST, type PriceList, priceOf } from './price-list.ts';
import { withoutNoise } from './without-noise.ts';

/** What a query used, as the providers reported it. */
export interface QueryUsage {
  /** null when no model was called. */
  readonly model: string | null;
  /** All of them, the cached and the written ones included. Of one call, where the price depends on its length. */
  readonly inputTokens: number;
  /** Those of the input that the provider had kept. */
  readonly cachedInputTokens?: number;
  /** Those of the input that the provider keeps from now on. */
  readonly cacheWriteTokens?: number;
  readonly outputTokens: number;
  readonly embeddingModel: string | null;
  readonly embeddingTokens: number;
  /** True when the embeddings came by the provider's batch API. */
  readonly isBatch?: boolean;
  readonly vectorQueries: number;
}

/** US dollars. The parts sum to the total. */
export interface QueryCost {
  readonly inputUsd: number;
  readonly outputUsd: number;
  readonly embeddingUsd: number;
  readonly vectorUsd: number;
  readonly totalUsd: number;
}

const PER_MILLION = 1_000_000;

/** What one query cost. Fault `invalid-input` for a model that the list does not price. */
export function costOf(usage: QueryUsage, list: PriceList = PRICE_LIST): QueryCost {
  const rates = ratesFor(priceOf(usage.model, list), usage.inputTokens);
  const parts = {
    inputUsd: dollars(inputCost(usage, rates)),
    outputUsd: dollars(usage.outputTokens * rates.outputUsd),
    embeddingUsd: dollars(embeddingCost(usage, list)),
    vectorUsd: dollars(usage.vectorQueries * list.vectorReadsUsd),
  };
  return {
    ...parts,
    totalUsd: withoutNoise(parts.inputUsd + parts.outputUsd + parts.embeddingUsd + parts.vectorUsd),
  };
}

function inputCost(usage: QueryUsage, rates: TokenRates): number {
  const { inputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 } = usage;
  const cached = Math.min(cachedInputTokens, inputTokens);
  const written = Math.min(cacheWriteTokens, inputTokens - cached);
  return (
    (inputTokens - cached - written) * rates.inputUsd +
    cached * (rates.cachedInputUsd ?? rates.inputUsd) +
    written * (rates.cacheWriteUsd ?? rates.inputUsd)
  );
}

function embeddingCost({ embeddingModel, embeddingTokens, isBatch }: QueryUsage, list: PriceList): number {
  const { inputUsd, batchDiscount = 0 } = priceOf(embeddingModel, list);
  return embeddingTokens * inputUsd * (isBatch === true ? 1 - batchDiscount : 1);
}

const dollars = (perMillion: number): number => withoutNoise(perMillion / PER_MILLION);

/** The sum of amounts, without the noise of binary fractions. */
export const sumUsd = (amounts: readonly number[]): number =>
  withoutNoise(amounts.reduce((sum, usd) => sum + usd, 0));
