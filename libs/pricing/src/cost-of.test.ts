import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { costOf, isPriced, PRICE_LIST, PRICE_LISTS, type QueryUsage, withPrices } from './index.ts';

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

  it.each([
    {},
    { cachedInputTokens: 1_111 },
    { isBatch: true },
    { model: 'gpt-6-luna', cacheWriteTokens: 99 },
  ])('prices the parts so that they sum to the total: %j', (changes) => {
    const cost = costOf({
      ...usage,
      inputTokens: 3_333,
      outputTokens: 77,
      embeddingTokens: 7,
      vectorQueries: 3,
      ...changes,
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

  it.each([
    ['gpt-4o-mini', 0.000632],
    ['gpt-4o', 0.010533],
  ])("prices the router's estimate, 3,000 tokens of context and ten words, for %s", (model, usd) => {
    const estimate = { inputTokens: 3_013, outputTokens: 300, embeddingModel: null, embeddingTokens: 0 };
    const { totalUsd } = costOf({ ...usage, ...estimate, model, vectorQueries: 0 }, PRICE_LISTS['2025-11']);
    expect(Number(totalUsd.toFixed(6))).toBe(usd);
  });

  it('charges less for input that the provider had kept, and more for what it keeps', () => {
    const inputUsd = (changes: Partial<QueryUsage>): number => costOf({ ...usage, ...changes }).inputUsd;
    const million = { inputTokens: 1_000_000, cachedInputTokens: 600_000 };
    expect(inputUsd({ ...million, model: 'gpt-4o' })).toBe(0.4 * 2.5 + 0.6 * 1.25);
    const written = { inputTokens: 100_000, cachedInputTokens: 60_000, cacheWriteTokens: 30_000 };
    expect(inputUsd({ ...written, model: 'claude-sonnet-5-5' })).toBe(0.02 + 0.006 + 0.075);
  });

  it('charges cached input like any other where the vendor gives nothing for it', () => {
    const cached = { ...usage, model: 'gpt-3.5-turbo', cachedInputTokens: 4_000 };
    expect(costOf(cached)).toEqual(costOf({ ...usage, model: 'gpt-3.5-turbo' }));
  });

  it('never counts more cached tokens than there was input', () => {
    const { inputUsd } = costOf({ ...usage, cachedInputTokens: 9_999, cacheWriteTokens: 9_999 });
    expect(inputUsd).toBe(0.0050375);
  });

  it('halves embeddings that came by the batch API, and nothing else', () => {
    const cost = costOf(usage);
    expect(costOf({ ...usage, isBatch: true })).toEqual({
      ...cost,
      embeddingUsd: 0.0000003,
      totalUsd: 0.0150773,
    });
  });

  it('charges a long prompt by its own rates from the token after the threshold', () => {
    const inputUsd = (inputTokens: number) => costOf({ ...usage, model: 'claude-haiku-5-5', inputTokens });
    expect(inputUsd(100_000)).toMatchObject({ inputUsd: 0.01, outputUsd: 0.00025 });
    expect(inputUsd(100_001)).toMatchObject({ inputUsd: 0.0500005, outputUsd: 0.00125 });
  });

  it('charges an exact hit nothing and a semantic hit its embedding, in the parts as in the total', () => {
    const hit = { ...usage, model: null, inputTokens: 0, outputTokens: 0, vectorQueries: 0 };
    const nothing = { inputUsd: 0, outputUsd: 0, embeddingUsd: 0, vectorUsd: 0, totalUsd: 0 };
    expect(costOf({ ...hit, embeddingTokens: 0 })).toEqual(nothing);
    expect(costOf(hit)).toEqual({ ...nothing, embeddingUsd: 0.0000006, totalUsd: 0.0000006 });
  });

  it('charges two millionths of a dollar for a vector query', () => {
    expect(costOf(usage).vectorUsd).toBe(0.000002);
  });

  it("takes a deployment's own prices", () => {
    const list = withPrices(PRICE_LIST, { llama: { inputUsd: 0, outputUsd: 1 } });
    expect(costOf({ ...usage, model: 'llama' }, list).outputUsd).toBe(0.0005);
    expect(isPriced('llama', list)).toBe(true);
  });
});
