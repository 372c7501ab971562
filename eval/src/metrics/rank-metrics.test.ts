import { describe, expect, it } from 'vitest';
import { median } from './median.ts';
import { meanMetrics, rankMetrics } from './rank-metrics.ts';

const relevant = (...ids: string[]): ReadonlySet<string> => new Set(ids);
const many = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `d${from + at}`);

describe('rankMetrics', () => {
  it('is 1 for a perfect ranking', () => {
    const perfect = { ndcgAt10: 1, recallAt10: 1, recallAt100: 1, mrr: 1 };
    expect(rankMetrics(['a', 'b', 'x'], relevant('a', 'b'))).toEqual(perfect);
  });
  it('is 0 where nothing relevant was found', () => {
    const nothing = { ndcgAt10: 0, recallAt10: 0, recallAt100: 0, mrr: 0 };
    expect(rankMetrics(['x', 'y'], relevant('a'))).toEqual(nothing);
    expect(rankMetrics([], relevant('a'))).toEqual(nothing);
  });
  it('discounts by log2 of rank + 1, against the best that there could be', () => {
    // Relevant at ranks 2 and 4 of three: (1/log2 3 + 1/log2 5) / (1 + 1/log2 3 + 1/log2 4) = 1.061606 / 2.130930.
    const { ndcgAt10, mrr, recallAt10 } = rankMetrics(['x', 'a', 'y', 'b'], relevant('a', 'b', 'c'));
    expect(ndcgAt10).toBeCloseTo(0.49819, 5);
    expect(mrr).toBe(0.5);
    expect(recallAt10).toBeCloseTo(2 / 3, 10);
  });
  it('counts ten, and a hundred for the deeper recall', () => {
    const ranking = [...many(1, 10), 'a', ...many(12, 100), 'b'];
    expect(rankMetrics(ranking, relevant('a', 'b'))).toEqual({
      ndcgAt10: 0,
      recallAt10: 0,
      recallAt100: 0.5,
      mrr: 1 / 11,
    });
  });
  it('takes ten relevant documents at the top as the best, however many more there are', () => {
    expect(rankMetrics(many(1, 10), relevant(...many(1, 30))).ndcgAt10).toBe(1);
  });
});

describe('meanMetrics', () => {
  it('is the mean of each', () => {
    const one = { ndcgAt10: 1, recallAt10: 0.5, recallAt100: 1, mrr: 1 };
    const other = { ndcgAt10: 0.5, recallAt10: 0, recallAt100: 0.5, mrr: 0.5 };
    expect(meanMetrics([one, other])).toEqual({
      ndcgAt10: 0.75,
      recallAt10: 0.25,
      recallAt100: 0.75,
      mrr: 0.75,
    });
  });
});

describe('median', () => {
  it.each([
    [[], 0],
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
