import { describe, expect, it } from 'vitest';
import { neededHitRate, shareWithin } from './needed-hit-rate.ts';

describe('the hit rate that all totals need', () => {
  it('makes the mixture of hits and misses end in time just often enough', () => {
    const inTime = { hits: 1, misses: 0.5 };
    const rate = neededHitRate(inTime, 0.95) ?? Number.NaN;
    expect(rate).toBeCloseTo(0.9, 9);
    expect(rate * inTime.hits + (1 - rate) * inTime.misses).toBeCloseTo(0.95, 9);
  });

  it('is higher where some hits are late as well', () => {
    expect(neededHitRate({ hits: 0.98, misses: 0.5 }, 0.95)).toBeCloseTo(0.9375, 9);
  });

  it('is nothing where misses are in time by themselves', () => {
    expect(neededHitRate({ hits: 1, misses: 0.96 }, 0.95)).toBe(0);
  });

  it('is none where the hits are late themselves', () => {
    expect(neededHitRate({ hits: 0.9, misses: 0.5 }, 0.95)).toBeNull();
  });
});

it('counts a time at the limit as in time', () => {
  expect(shareWithin([1_999, 2_000, 2_001, 4_000], 2_000)).toBe(0.5);
});
