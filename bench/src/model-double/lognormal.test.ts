import { seededNumbers } from '@ragfleet/test-support';
import { expect, test } from 'vitest';
import { quantile } from '../measure/quartiles.ts';
import { drawLognormalMs } from './lognormal.ts';

const random = seededNumbers(7);
const draws = Array.from({ length: 20_000 }, () => drawLognormalMs({ p5Ms: 1_000, p95Ms: 3_000 }, random));

test('nine of ten draws lie between the bounds, as many below as above', () => {
  expect(quantile(draws, 0.05) / 1_000).toBeCloseTo(1, 1);
  expect(quantile(draws, 0.95) / 3_000).toBeCloseTo(1, 1);
});
test('the middle is that of the logarithms, not of the bounds', () => {
  expect(quantile(draws, 0.5) / Math.sqrt(1_000 * 3_000)).toBeCloseTo(1, 1);
});
test('every draw is a time, also where the generator gives nothing', () => {
  expect(Math.min(...draws)).toBeGreaterThan(0);
  expect(drawLognormalMs({ p5Ms: 1_000, p95Ms: 3_000 }, () => 0)).toBeCloseTo(Math.sqrt(3) * 1_000);
});
