/** US dollars per million tokens. */
export interface ModelPrice {
  readonly inputUsd: number;
  readonly outputUsd: number;
  /** Where the number differs from what is often printed, and why. */
  readonly note?: string;
}

/** What vendors charged on one day. */
export interface PriceList {
  /** ISO date. */
  readonly asOf: string;
  readonly models: Readonly<Record<string, ModelPrice>>;
  /** US dollars per million vector reads. */
  readonly vectorReadsUsd: number;
}

const embedding = (inputUsd: number): ModelPrice => ({ inputUsd, outputUsd: 0 });

export const PRICE_LIST: PriceList = {
  asOf: '2025-11-01',
  models: {
    'gpt-4o': { inputUsd: 2.5, outputUsd: 10 },
    'gpt-4o-mini': { inputUsd: 0.15, outputUsd: 0.6 },
    'gpt-3.5-turbo': { inputUsd: 0.5, outputUsd: 1.5 },
    'claude-3-5-sonnet': { inputUsd: 3, outputUsd: 15 },
    'claude-3-5-haiku': {
      inputUsd: 0.8,
      outputUsd: 4,
      note: 'Often printed as 0.25 and 1.25, which is the price of Claude 3 Haiku.',
    },
    'text-embedding-3-small': embedding(0.02),
    'text-embedding-3-large': embedding(0.13),
    'text-embedding-ada-002': embedding(0.1),
  },
  vectorReadsUsd: 2,
};

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
