import { expect, test } from 'vitest';
import { reportRatio } from './report-ratio.ts';

const costs = (...cpuUs: number[]) => ({ cpuUs, wallUs: cpuUs });

test('is the median of the ratios of the rounds', () => {
  expect(reportRatio(costs(1, 2, 4), costs(10, 10, 10)).ratio).toBeCloseTo(0.2);
});
test('is refused when the other side is restless', () => {
  const { ratio, spread } = reportRatio(costs(1, 1, 1, 1), costs(10, 20, 40, 80));
  expect(ratio).toBeNull();
  expect(spread[0]).toBeGreaterThan(0);
});
