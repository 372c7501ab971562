import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { modelPrice } from './model-price.ts';
import {
  CURRENT_PRICE_LIST,
  PRICE_LIST,
  PRICE_LIST_NAMES,
  PRICE_LISTS,
  type PriceList,
} from './price-list.ts';
import { VECTOR_DATABASE_PRICES } from './vector-database-prices.ts';

const dated = { asOf: z.iso.date(), currency: z.literal('USD'), source: z.string().min(20) };
const priceList = z.strictObject({
  ...dated,
  models: z.record(z.string(), modelPrice),
  vectorReadsUsd: z.number().min(0),
});
const usd = z.number().min(0).optional();
const vectorDatabases = z.strictObject({
  ...dated,
  services: z.array(
    z.strictObject({
      service: z.string(),
      baseUsd: usd,
      usdPerGb: usd,
      usdPerMillionReads: usd,
      usdPerMillionWrites: usd,
      usdPerStartedMillionVectors: usd,
      smallPlan: z.strictObject({ maxVectors: z.int(), baseUsd: z.number() }).optional(),
      notes: z.string().min(1),
    }),
  ),
});
const pricesOf = (list: PriceList, model: string) => [
  list.models[model]?.inputUsd,
  list.models[model]?.outputUsd,
];

describe('the price lists', () => {
  it.each(PRICE_LIST_NAMES)('%s is whole, and dated in the month that it is named after', (name) => {
    const list = priceList.parse(PRICE_LISTS[name]);
    expect(list.asOf.slice(0, 7)).toBe(name);
  });

  it.each(PRICE_LIST_NAMES)(
    '%s asks no more for kept input than for new, and no less for keeping it',
    (name) => {
      const odd = Object.entries(PRICE_LISTS[name].models).filter(([, price]) =>
        [price, ...(price.longPrompt === undefined ? [] : [price.longPrompt])].some(
          ({ inputUsd, cachedInputUsd = inputUsd, cacheWriteUsd = inputUsd }) =>
            cachedInputUsd > inputUsd || cacheWriteUsd < inputUsd,
        ),
      );
      expect(odd).toEqual([]);
    },
  );

  it('are used by the newest', () => {
    expect(PRICE_LIST_NAMES.toSorted().at(-1)).toBe(CURRENT_PRICE_LIST);
    expect(PRICE_LIST).toBe(PRICE_LISTS[CURRENT_PRICE_LIST]);
  });

  it.each([
    ['gpt-4o', 2.5, 10],
    ['gpt-4o-mini', 0.15, 0.6],
    ['gpt-3.5-turbo', 0.5, 1.5],
    ['claude-3-5-sonnet', 3, 15],
    ['claude-3-5-haiku', 0.25, 1.25],
    ['text-embedding-3-small', 0.02, 0],
  ])('of late 2025 price %s as the cost model prints it', (model, inputUsd, outputUsd) => {
    expect(pricesOf(PRICE_LISTS['2025-11'], model)).toEqual([inputUsd, outputUsd]);
  });

  it("of today price claude-3-5-haiku as its vendor's list does", () => {
    expect(pricesOf(PRICE_LIST, 'claude-3-5-haiku')).toEqual([0.8, 4]);
  });

  it('price every model that an older one prices: a fleet that starts today starts with the next list', () => {
    const missing = Object.keys(PRICE_LISTS['2025-11'].models).filter(
      (model) => !(model in PRICE_LIST.models),
    );
    expect(missing).toEqual([]);
  });
});

describe('the prices of vector databases', () => {
  it('are whole and dated', () => {
    expect(vectorDatabases.parse(VECTOR_DATABASE_PRICES).services).toHaveLength(6);
  });
});
