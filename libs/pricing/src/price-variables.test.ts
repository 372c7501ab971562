import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { choosePriceList, costOf, PRICE_LIST, PRICE_LISTS, priceVariables } from './index.ts';

const read = (env: Readonly<Record<string, string>> = {}) =>
  choosePriceList(z.object(priceVariables).parse(env));

describe('choosePriceList', () => {
  it('takes the current list when nothing is said', () => {
    expect(read()).toEqual(PRICE_LIST);
  });

  it('takes the list that is named, and knows no other', () => {
    expect(read({ PRICE_LIST: '2025-11' })).toEqual(PRICE_LISTS['2025-11']);
    expect(() => read({ PRICE_LIST: '1999-01' })).toThrow(/2025-11/);
  });

  it('puts own prices over the list, those of before and those with discounts', () => {
    const list = read({
      MODEL_PRICES: JSON.stringify({
        'gpt-4o': { inputUsd: 1, outputUsd: 2 },
        own: { inputUsd: 1, outputUsd: 2, cachedInputUsd: 0.5, batchDiscount: 0.25 },
      }),
    });
    expect(list.models['gpt-4o']).toEqual({ inputUsd: 1, outputUsd: 2 });
    expect(list.models['gpt-4o-mini']).toEqual(PRICE_LIST.models['gpt-4o-mini']);
    const million = { inputTokens: 1_000_000, cachedInputTokens: 1_000_000, outputTokens: 0 };
    const embeddings = { embeddingModel: 'own', embeddingTokens: 1_000_000, isBatch: true, vectorQueries: 0 };
    expect(costOf({ model: 'own', ...million, ...embeddings }, list)).toMatchObject({
      inputUsd: 0.5,
      embeddingUsd: 0.75,
    });
  });

  it.each([
    'cheap',
    '[]',
    '{"own": {"inputUsd": 1}}',
    '{"own": {"inputUsd": -1, "outputUsd": 1}}',
    '{"own": {"inputUsd": 1, "outputUsd": 1, "batchDiscount": 50}}',
    '{"own": {"inputUsd": 1, "outputUsd": 1, "cachedUsd": 1}}',
  ])('refuses %s and says the shape', (text) => {
    expect(() => read({ MODEL_PRICES: text })).toThrow(/must be a JSON object/);
  });
});
