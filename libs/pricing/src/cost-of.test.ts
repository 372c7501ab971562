import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { costOf, isPriced, PRICE_LIST, type QueryUsage, withPrices } from './index.ts';

const usage: QueryUsage = {
  model: 'gpt-4o',
  inputTokens: 4_030,
  outputTokens: 500,
  embeddingModel: 'text-embedding-3-small',
  embeddingTokens: 30,
  vectorQueries: 1,
};

describe('costOf', () => {
  it('prices the naive query of the cost model to the last place', () => {
    expect(costOf(usage)).toEqual({
      inputUsd: 0.010075,
      outputUsd: 0.005,
      embeddingUsd: 0.0000006,
      vectorUsd: 0.000002,
      totalUsd: 0.0150776,
    });
  });

  it('sums to 753.78 dollars a day for 50,000 of them, the vector reads aside', () => {
    const { totalUsd, vectorUsd } = costOf(usage);
    expect((totalUsd - vectorUsd) * 50_000).toBeCloseTo(753.78, 6);
  });

  it('prices the parts so that they sum to the total', () => {
    const cost = costOf({
      ...usage,
      inputTokens: 3_333,
      outputTokens: 77,
      embeddingTokens: 7,
      vectorQueries: 3,
    });
    const sum = cost.inputUsd + cost.outputUsd + cost.embeddingUsd + cost.vectorUsd;
    expect(cost.totalUsd).toBeCloseTo(sum, 12);
  });

  it('charges nothing for local models and for no model', () => {
    expect(
      costOf({ ...usage, model: 'local-extractive', embeddingModel: null, vectorQueries: 0 }).totalUsd,
    ).toBe(0);
    expect(
      costOf({ ...usage, model: null, embeddingModel: 'local-hash-512', vectorQueries: 0 }).totalUsd,
    ).toBe(0);
  });

  it.each(['gpt-9', 'constructor', '__proto__'])('refuses a model without a price: %s', (model) => {
    expect(isPriced(model)).toBe(false);
    expect(() => costOf({ ...usage, model })).toThrow(
      expect.toSatisfy((error) => isFault(error, 'invalid-input')),
    );
  });

  it("takes a deployment's own prices", () => {
    const list = withPrices(PRICE_LIST, { llama: { inputUsd: 0, outputUsd: 1 } });
    expect(costOf({ ...usage, model: 'llama' }, list).outputUsd).toBe(0.0005);
    expect(isPriced('llama', list)).toBe(true);
  });
});
