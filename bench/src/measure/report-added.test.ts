import { expect, test } from 'vitest';
import { reportAdded } from './report-added.ts';

test('is the median of the differences of the rounds', () => {
  const { addedMs, spread } = reportAdded([1.5, 2.25, 1.75], [1, 1, 1]);
  expect(addedMs).toBe(0.75);
  expect(spread).toEqual([0.625, 1]);
});
test('is refused when the other side is restless', () => {
  expect(reportAdded([1, 2, 4, 8], [1, 2, 4, 8]).addedMs).toBeNull();
});
