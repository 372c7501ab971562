import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { compareEmbeddingCosts, type EmbeddingLoad, PRICE_LISTS, withPrices } from './index.ts';

const LIST = PRICE_LISTS['2025-11'];
const compare = (changes: Partial<EmbeddingLoad>) =>
  compareEmbeddingCosts(
    { documents: 10_000, tokensPerDocument: 500, model: 'text-embedding-3-small', ...changes },
    LIST,
  );

describe('compareEmbeddingCosts', () => {
  it('comes to 0.12 dollars one by one, 0.10 in batches and 0.05 by the batch API for 10,000 documents', () => {
    expect(compare({})).toEqual({
      tokens: 5_000_000,
      realtime: { usd: 0.12, calls: 10_000 },
      batch: { usd: 0.1, calls: 100 },
      providerBatch: { usd: 0.05 },
      recommended: 'batch',
    });
  });

  it.each([
    [0, 0],
    [1, 1],
    [100, 1],
    [101, 2],
    [200, 2],
  ])('packs %d documents into %d calls', (documents, calls) => {
    expect(compare({ documents }).batch.calls).toBe(calls);
  });

  it.each([
    [10, 'realtime'],
    [11, 'batch'],
  ])('recommends for %d documents: %s', (documents, recommended) => {
    expect(compare({ documents }).recommended).toBe(recommended);
  });

  it('names no batch API where the provider gives no discount for it', () => {
    const list = withPrices(LIST, { own: { inputUsd: 1, outputUsd: 0 } });
    const load = { documents: 1, tokensPerDocument: 500, model: 'own' };
    expect(compareEmbeddingCosts(load, list).providerBatch).toBeNull();
  });

  it('is free for the local model, and refuses one without a price', () => {
    expect(compare({ model: 'local-hash-512' }).batch.usd).toBe(0);
    expect(() => compare({ model: 'unknown' })).toThrow(
      expect.toSatisfy((error) => isFault(error, 'invalid-input')),
    );
  });
});
