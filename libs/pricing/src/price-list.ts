import { Fault } from '@ragfleet/kernel';
import late2025 from './lists/2025-11.json' with { type: 'json' };
import late2026 from './lists/2026-11.json' with { type: 'json' };
import type { ModelPrice } from './model-price.ts';

/** What vendors charged on one day. */
export interface PriceList {
  /** ISO date. */
  readonly asOf: string;
  readonly currency: string;
  readonly source: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
  /** US dollars per million vector reads. */
  readonly vectorReadsUsd: number;
}

export const PRICE_LIST_NAMES = ['2025-11', '2026-11'] as const;
export type PriceListName = (typeof PRICE_LIST_NAMES)[number];

/** Every list that is kept, by its month. 2025-11 has the numbers of the published cost model. */
export const PRICE_LISTS: Readonly<Record<PriceListName, PriceList>> = {
  '2025-11': late2025,
  '2026-11': late2026,
};

export const CURRENT_PRICE_LIST: PriceListName = '2026-11';

/** The list of a fleet that names none. */
export const PRICE_LIST: PriceList = PRICE_LISTS[CURRENT_PRICE_LIST];

const FREE: ModelPrice = { inputUsd: 0, outputUsd: 0 };

/** The list with a deployment's own prices added or replaced: negotiated ones, self-hosted models at 0. */
export function withPrices(list: PriceList, models: Readonly<Record<string, ModelPrice>>): PriceList {
  return { ...list, models: { ...list.models, ...models } };
}

/** True for models that run inside the process and cost nothing. */
export function isLocalModel(model: string): boolean {
  return model.startsWith('local-');
}

/** True when `costOf` can price the model. Checked at start, so that no query finds out. */
export function isPriced(model: string, list: PriceList = PRICE_LIST): boolean {
  return isLocalModel(model) || Object.hasOwn(list.models, model);
}

/** A model's price: nothing for a local model or none. Fault `invalid-input` for one that the list does not have. */
export function priceOf(model: string | null, list: PriceList): ModelPrice {
  if (model === null || isLocalModel(model)) return FREE;
  const price = Object.hasOwn(list.models, model) ? list.models[model] : undefined;
  if (price !== undefined) return price;
  throw new Fault(
    'invalid-input',
    'This model has no price. Add it to MODEL_PRICES, at 0 when it costs nothing.',
  );
}
