import { expect, it } from 'vitest';
import { pressureOf } from './budget-pressure.ts';

it.each([
  [0, 'none'],
  [79.99, 'none'],
  [80, 'lower-quality'],
  [89.99, 'lower-quality'],
  [90, 'smaller-model'],
  [99.99, 'smaller-model'],
  [100, 'no-model'],
  [130, 'no-model'],
] as const)('a budget of 100 dollars of which %d are spent asks for: %s', (spentUsd, pressure) => {
  expect(pressureOf({ limitUsd: 100, spentUsd, action: 'degrade' })).toBe(pressure);
});

it('a budget of nothing allows no model, and none at all asks for nothing', () => {
  expect(pressureOf({ limitUsd: 0, spentUsd: 0, action: 'refuse' })).toBe('no-model');
  expect(pressureOf(null)).toBe('none');
});
