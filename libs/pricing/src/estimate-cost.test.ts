import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import {
  type CostScenario,
  estimateCost,
  NAIVE_COST_MODEL,
  OPTIMISED_COST_MODEL,
  PRICE_LISTS,
  yearlySavingsUsd,
} from './index.ts';

const LIST = PRICE_LISTS['2025-11'];
const ROUTED = { 'gpt-4o-mini': 0.7, 'gpt-4o': 0.3 };
const MONTH: CostScenario = {
  ...NAIVE_COST_MODEL,
  queryTokens: 0,
  contextTokens: 3_000,
  responseTokens: 400,
  modelShares: ROUTED,
};
const estimate = (scenario: CostScenario) => estimateCost(scenario, LIST);
const cents = (usd: number): number => Number(usd.toFixed(2));

describe('the naive cost model', () => {
  it('costs 753.78 dollars a day: 0.03 of embeddings, 503.75 of input, 250 of output', () => {
    expect(estimate({ ...NAIVE_COST_MODEL, days: 1 })).toEqual({
      totalUsd: 753.78,
      usdPerQuery: 0.0150756,
      embeddingUsd: 0.03,
      models: [{ model: 'gpt-4o', queries: 50_000, inputUsd: 503.75, outputUsd: 250, totalUsd: 753.75 }],
    });
  });

  it('costs 22,613.40 dollars in 30 days', () => {
    expect(estimate(NAIVE_COST_MODEL)).toMatchObject({ totalUsd: 22_613.4, usdPerQuery: 0.0150756 });
  });

  it('costs the same by the current list', () => {
    expect(estimateCost(NAIVE_COST_MODEL, PRICE_LISTS['2026-11'])).toEqual(estimate(NAIVE_COST_MODEL));
  });
});

describe('the optimised cost model', () => {
  it('costs 263.82 dollars a day and 7,914.69 in 30 days', () => {
    expect(cents(estimate({ ...OPTIMISED_COST_MODEL, days: 1 }).totalUsd)).toBe(263.82);
    expect(cents(estimate(OPTIMISED_COST_MODEL).totalUsd)).toBe(7_914.69);
  });

  it('saves 178,834 dollars a year', () => {
    const saved = yearlySavingsUsd(NAIVE_COST_MODEL, OPTIMISED_COST_MODEL, LIST);
    expect(Math.floor(saved)).toBe(178_834);
  });

  it('saves the whole bill, not nothing, when every answer is a hit', () => {
    const saved = yearlySavingsUsd(NAIVE_COST_MODEL, { ...NAIVE_COST_MODEL, factor: 0 }, LIST);
    expect(cents(saved)).toBe(cents(753.78 * 365));
  });

  it.each([
    ['60 % of hits alone', { factor: 0.4 }, 0.4],
    ['routing 70 to 30 alone', { modelShares: ROUTED }, 0.342],
    ['both', { factor: 0.4, modelShares: ROUTED }, 0.137],
  ])('is an assumption: %s come to another share of the bill', (_change, changes, share) => {
    const { totalUsd } = estimate({ ...NAIVE_COST_MODEL, ...changes });
    expect(Number((totalUsd / estimate(NAIVE_COST_MODEL).totalUsd).toFixed(3))).toBe(share);
  });
});

describe('estimateCost', () => {
  it('comes to 5,899.50 dollars a month for 50,000 questions a day, routed 70 to 30', () => {
    expect(estimate(MONTH)).toEqual({
      totalUsd: 5_899.5,
      usdPerQuery: 0.003933,
      embeddingUsd: 0,
      models: [
        { model: 'gpt-4o-mini', queries: 1_050_000, inputUsd: 472.5, outputUsd: 252, totalUsd: 724.5 },
        { model: 'gpt-4o', queries: 450_000, inputUsd: 3_375, outputUsd: 1_800, totalUsd: 5_175 },
      ],
    });
  });

  it.each([1, 0.35, 1 / 3])('has parts that sum to the total with the factor %d', (factor) => {
    const { totalUsd, embeddingUsd, models } = estimate({ ...MONTH, queryTokens: 37, factor });
    const parts = models.flatMap(({ inputUsd, outputUsd }) => [inputUsd, outputUsd]);
    expect([embeddingUsd, ...parts].reduce((sum, part) => sum + part)).toBeCloseTo(totalUsd, 8);
  });

  it('is zeros without questions', () => {
    expect(estimate({ ...MONTH, dailyQueries: 0 })).toMatchObject({ totalUsd: 0, usdPerQuery: 0 });
  });

  it('charges long prompts by their own rates', () => {
    const haiku = { ...MONTH, modelShares: { 'claude-haiku-5-5': 1 }, contextTokens: 100_001 };
    expect(estimateCost(haiku, PRICE_LISTS['2026-11']).usdPerQuery).toBe(0.0510005);
  });

  it.each(['gpt-9', 'constructor', '__proto__'])('refuses a model without a price: %s', (model) => {
    const modelShares = Object.fromEntries([[model, 1]]);
    for (const wrong of [{ modelShares }, { embeddingModel: model }])
      expect(() => estimate({ ...MONTH, ...wrong })).toThrow(
        expect.toSatisfy((error) => isFault(error, 'invalid-input')),
      );
  });
});
