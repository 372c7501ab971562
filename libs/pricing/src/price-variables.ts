import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';
import { modelPrice } from './model-price.ts';
import {
  CURRENT_PRICE_LIST,
  isPriced,
  PRICE_LIST_NAMES,
  PRICE_LISTS,
  type PriceList,
  withPrices,
} from './price-list.ts';

const modelPrices = z.record(z.string(), modelPrice);

/** The variables that choose the prices, for the config of every app that counts or estimates money. */
export const priceVariables = {
  PRICE_LIST: z
    .enum(PRICE_LIST_NAMES)
    .default(CURRENT_PRICE_LIST)
    .meta({ description: `built-in price list, by its month: ${PRICE_LIST_NAMES.join(' or ')}` }),
  MODEL_PRICES: z
    .string()
    .default('{}')
    .transform((text, context) => parsedPrices(text, context))
    .meta({
      description:
        'prices of models beyond or instead of the list, US dollars per million tokens: {"llama3": {"inputUsd": 0, "outputUsd": 0}}; cachedInputUsd, cacheWriteUsd and batchDiscount (0.5 is half the price) may be added',
    }),
};

/** What an app read from its environment by `priceVariables`. */
export type PriceChoice = Readonly<z.output<z.ZodObject<typeof priceVariables>>>;

/** The prices of this deployment. */
export function choosePriceList(choice: PriceChoice): PriceList {
  return withPrices(PRICE_LISTS[choice.PRICE_LIST], choice.MODEL_PRICES);
}

/**
 * The prices of this deployment, with one for every model in use. Fault `invalid-input` when a model has none: no query
 * and no document should find out.
 */
export function choosePricesOf(models: readonly string[], choice: PriceChoice): PriceList {
  const prices = choosePriceList(choice);
  const unpriced = [...new Set(models)].filter((name) => !isPriced(name, prices));
  if (unpriced.length === 0) return prices;
  throw new Fault(
    'invalid-input',
    `MODEL_PRICES has no price for ${unpriced.join(', ')}. Name one, 0 for a model of your own.`,
  );
}

function parsedPrices(text: string, context: z.RefinementCtx): z.output<typeof modelPrices> {
  try {
    return modelPrices.parse(JSON.parse(text));
  } catch {
    context.addIssue({
      code: 'custom',
      message:
        'must be a JSON object of model name to {"inputUsd", "outputUsd"}, with cachedInputUsd, cacheWriteUsd, batchDiscount and longPrompt where wanted',
    });
    return z.NEVER;
  }
}
