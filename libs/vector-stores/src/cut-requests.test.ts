import { describe, expect, it } from 'vitest';
import { cutIds, cutRequests, jsonNumbers } from './cut-requests.ts';

const cut = (words: readonly string[], maxItems: number, maxBytes: number): string[][] => [
  ...cutRequests(words, (word) => word.toUpperCase(), { maxItems, maxBytes }),
];

describe('requests', () => {
  it('are cut by count, in order', () => {
    expect(cut(['a', 'b', 'c'], 2, 1_000)).toEqual([['A', 'B'], ['C']]);
  });
  it('are cut by the bytes of their JSON, and not by its characters', () => {
    // "ÄÄ" is six bytes of JSON, and a comma.
    expect(cut(['ää', 'ää', 'ää'], 10, 14)).toEqual([['ÄÄ', 'ÄÄ'], ['ÄÄ']]);
  });
  it('hold an item alone that is larger than a request may be', () => {
    expect(cut(['a', 'a very long one', 'b'], 10, 8)).toEqual([['A'], ['A VERY LONG ONE'], ['B']]);
  });
  it('are none without items', () => {
    expect(cut([], 2, 8)).toEqual([]);
  });
});

describe('lists of ids', () => {
  it('name each id once', () => {
    expect([...cutIds(['a', 'b', 'a', 'c'], 2)]).toEqual([['a', 'b'], ['c']]);
  });
});

describe('the numbers of a vector', () => {
  it('are the same vector again when they are read', () => {
    const vector = Float32Array.from({ length: 10_000 }, (_, at) => Math.sin(at) * 10 ** ((at % 20) - 10));
    expect(Float32Array.from(jsonNumbers(vector))).toEqual(vector);
  });
});
