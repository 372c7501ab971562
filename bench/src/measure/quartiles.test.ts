import { expect, test } from 'vitest';
import { median, quantile, quartiles, restlessness } from './quartiles.ts';

test('the median lies between two middle values', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9])).toBe(9);
});
test('quartiles are read between neighbours', () => {
  expect(quartiles([1, 2, 3, 4, 5])).toEqual([2, 4]);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
});
test('a series without spread is not restless', () => {
  expect(restlessness([5, 5, 5])).toBe(0);
  expect(restlessness([1, 2, 3, 4, 5])).toBeCloseTo(2 / 3);
});
