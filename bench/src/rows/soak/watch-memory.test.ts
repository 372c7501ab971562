import { expect, test } from 'vitest';
import { laterHalfOf } from './watch-memory.ts';

// Warms up for a minute, then the first process grows by 2 MB a minute; the second one is nobody's.
const samples = Array.from({ length: 120 }, (_, second) => ({
  atMs: 5_000 + second * 1_000,
  megabytes: [second < 60 ? second : 58 + second / 30, second * 100],
}));

test('growth is of the later half alone, and of the processes that were asked for', () => {
  const { slopeMbPerMinute, medianMb } = laterHalfOf(samples, (at) => at === 0);
  expect(slopeMbPerMinute).toBeCloseTo(2);
  expect(medianMb).toBeCloseTo(61, 0);
});
test('processes are added up', () => {
  expect(laterHalfOf(samples, () => true).slopeMbPerMinute).toBeCloseTo(6_002);
});
