import { seededNumbers } from '@ragfleet/test-support';
import { expect, test } from 'vitest';
import { arrivals } from './arrivals.ts';
import { recordedLoad } from './recorded-load.ts';

test('comes as it was recorded: each interval its own rate, the last as long as the one before', () => {
  const load = recordedLoad('time,questions\n1767225600,60\n1767225660,0\n1767225720,600\n');
  expect(load.minutes).toBe(3);
  expect(load.peakPerSecond).toBe(10);
  expect([0, 59_999, 60_000, 119_999, 120_000, 179_999].map(load.perSecondAt)).toEqual([1, 1, 0, 0, 10, 10]);
  const jobs = [...arrivals(load, seededNumbers(3))];
  const inMinute = (minute: number): number =>
    jobs.filter(({ arrivedMs }) => Math.floor(arrivedMs / 60_000) === minute).length;
  expect(inMinute(1)).toBe(0);
  expect(inMinute(2) / 600).toBeCloseTo(1, 0);
  expect(inMinute(0)).toBeLessThan(inMinute(2) / 5);
});

test('takes times in ISO 8601 and intervals of unequal length', () => {
  const load = recordedLoad('2026-01-01T00:00:00Z,30\n2026-01-01T00:00:30Z,30\n2026-01-01T00:01:30Z,120');
  expect(load.minutes).toBe(2.5);
  expect([0, 30_000, 90_000].map(load.perSecondAt)).toEqual([1, 0.5, 2]);
});

test.each([
  ['', 'two lines'],
  ['1,5', 'two lines'],
  ['1,5\n2,many', 'Line 2'],
  ['1,5\n\nlater,6', 'Line 3'],
  ['1,5\n2,-1', 'Line 2'],
  ['1,5\n2,', 'Line 2'],
  ['2,5\n1,6', 'Line 2 is not later'],
  ['1,0\n2,0', 'no question'],
  [Array.from({ length: 100_001 }, (_, at) => `${at},1`).join('\n'), 'at most 100000 lines'],
])('says what is wrong with a file that is none', (text, words) => {
  expect(() => recordedLoad(text)).toThrow(words);
});
