import { expect, test } from 'vitest';
import { atLeast, atMost, stated } from './figures.ts';

test('a limit is met where it is reached, and missed beyond it', () => {
  expect(atMost(5, 5, { unit: 'ms' })).toEqual({ ratio: 5, target: '<= 5 ms', met: true });
  expect(atMost(5.1, 5).met).toBe(false);
  expect(atLeast(0.95, 0.95, 'of 3').met).toBe(true);
  expect(atLeast(0.94, 0.95).met).toBe(false);
});
test('what could not be told has missed its target, and what is not a number as well', () => {
  expect(atMost(null, 5).met).toBe(false);
  expect(atLeast(null, 0).met).toBe(false);
  expect(atMost(Number.NaN, 5).met).toBe(false);
  expect(atLeast(Number.NaN, 5).met).toBe(false);
});
test('what is stated has nothing to miss', () => {
  expect(stated(9, 'of ten')).toEqual({ ratio: 9, target: 'stated', met: true, note: 'of ten' });
});
