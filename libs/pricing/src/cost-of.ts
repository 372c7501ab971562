import { Fault } from '@ragfleet/kernel';
import { isLocalModel, type ModelPrice, PRICE_LIST, type PriceList } from './price-list.ts';

/** What a query used, as the providers reported it. */
export interface QueryUsage {
  /** null when no model was called. */
  readonly model: string | null;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly embeddingModel: string | null;
  readonly embeddingTokens: number;
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
const FREE: ModelPrice = { inputUsd: 0, outputUsd: 0 };

/** What one query cost. Fault `invalid-input` for a model that the list does not price. */
export function costOf(usage: QueryUsage, list: PriceList = PRICE_LIST): QueryCost {
  const model = priceOf(usage.model, list);
  const embedding = priceOf(usage.embeddingModel, list);
  const parts = {
    inputUsd: exactly((usage.inputTokens * model.inputUsd) / PER_MILLION),
    outputUsd: exactly((usage.outputTokens * model.outputUsd) / PER_MILLION),
    embeddingUsd: exactly((usage.embeddingTokens * embedding.inputUsd) / PER_MILLION),
    vectorUsd: exactly((usage.vectorQueries * list.vectorReadsUsd) / PER_MILLION),
  };
  return {
    ...parts,
    totalUsd: exactly(parts.inputUsd + parts.outputUsd + parts.embeddingUsd + parts.vectorUsd),
  };
}

function priceOf(model: string | null, list: PriceList): ModelPrice {
  if (model === null || isLocalModel(model)) return FREE;
  const price = Object.hasOwn(list.models, model) ? list.models[model] : undefined;
  if (price !== undefined) return price;
  throw new Fault(
    'invalid-input',
    'This model has no price. Add it to MODEL_PRICES, at 0 when it costs nothing.',
  );
}

// A token costs at least 1e-8 dollars: twelve places keep every figure and drop what binary fractions add.
const exactly = (usd: number): number => Number(usd.toFixed(12));

/** The sum of amounts, without the noise of binary fractions. */
export const sumUsd = (amounts: readonly number[]): number =>
  exactly(amounts.reduce((sum, usd) => sum + usd, 0));
