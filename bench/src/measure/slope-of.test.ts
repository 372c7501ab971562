import { expect, test } from 'vitest';
import { slopeOf } from './slope-of.ts';

test('the slope of a straight line, wherever it begins', () => {
  const line = [3, 4, 5, 9].map((x) => ({ x, y: 100 - 2.5 * x }));
  expect(slopeOf(line)).toBeCloseTo(-2.5);
});
test('what lies above and below as often has no slope', () => {
  const saw = Array.from({ length: 41 }, (_, x) => ({ x, y: x % 2 }));
  expect(slopeOf(saw)).toBeCloseTo(0);
});
test('points that do not lie on a line give the one with the least squares', () => {
  const points = [0, 1, 2, 3].map((x) => ({ x, y: [0, 2, 1, 3][x] ?? 0 }));
  expect(slopeOf(points)).toBeCloseTo(0.8);
});
test('one place has no slope', () => {
  expect(slopeOf([{ x: 1, y: 1 }])).toBeNaN();
});
