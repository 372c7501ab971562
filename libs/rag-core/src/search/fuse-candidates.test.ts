import { describe, expect, it } from 'vitest';
import { fuseCandidates } from './fuse-candidates.ts';

const list = (scores: Record<string, number>) =>
  Object.entries(scores).map(([passageId, score]) => ({ passageId, score }));
const ids = (keyword: Record<string, number>, dense: Record<string, number>, denseWeight: number): string[] =>
  fuseCandidates({ keyword: list(keyword), dense: list(dense), denseWeight }).map(
    ({ passageId }) => passageId,
  );

describe('fuseCandidates', () => {
  it('does not let a weak embedder outvote a clear keyword match, as ranks alone would', () => {
    const keyword = { exact: 20, vague: 4 };
    const dense = { vague: 0.31, other: 0.3, exact: 0.1 };
    expect(ids(keyword, dense, 0.3)[0]).toBe('exact');
  });

  it('follows a strong embedder', () => {
    expect(ids({ a: 3, b: 2.8 }, { b: 0.9, a: 0.2 }, 0.7)[0]).toBe('b');
  });

  it('keeps the order of the one source that answered', () => {
    expect(ids({}, { a: 0.9, b: 0.5, c: 0.1 }, 0.3)).toEqual(['a', 'b', 'c']);
    expect(ids({ a: 9, b: 5 }, {}, 0.3)).toEqual(['a', 'b']);
  });

  it('gives scores between 0 and 1, each passage once, ties in a fixed order', () => {
    const fused = fuseCandidates({
      keyword: list({ b: 2, a: 2 }),
      dense: list({ a: 0.5, b: 0.5 }),
      denseWeight: 0.5,
    });
    expect(fused).toEqual([
      { passageId: 'a', score: 1 },
      { passageId: 'b', score: 1 },
    ]);
  });

  it('does not let the one vector that an index holds beat a keyword match, however good the embedder', () => {
    const keyword = { best: 9, good: 8, fair: 7, weak: 2 };
    expect(ids(keyword, { stray: 0.9 }, 0.6)).toEqual(['best', 'good', 'fair', 'weak', 'stray']);
  });

  it('tells two near vectors apart by how near they are, not as all and nothing', () => {
    const [first, second] = fuseCandidates({
      keyword: [],
      dense: list({ a: 0.9, b: 0.89 }),
      denseWeight: 0.5,
    });
    expect(first?.score).toBe(1);
    expect(second?.score).toBeGreaterThan(0.9);
  });

  it('leaves the keyword order alone when every vector is as near as the next', () => {
    const keyword = { a: 9, b: 8, c: 7 };
    expect(ids(keyword, { c: 0.5, b: 0.5, a: 0.5 }, 0.6)).toEqual(['a', 'b', 'c']);
  });

  it('passes over scores that are no numbers', () => {
    const dense = { a: Number.NaN, b: Number.POSITIVE_INFINITY, c: 0.4 };
    expect(ids({ a: 2, c: 1 }, dense, 0.5)).toEqual(['a', 'c']);
  });

  it('takes reciprocal ranks of several stores as scores', () => {
    const rank = (place: number): number => 1 / (60 + place);
    const dense = { both: rank(1) + rank(2), one: rank(1), other: rank(9) };
    expect(ids({ one: 5, both: 5 }, dense, 0.5)).toEqual(['both', 'one', 'other']);
  });

  it('has nothing to say about nothing', () => {
    expect(ids({}, {}, 0.5)).toEqual([]);
  });
});
