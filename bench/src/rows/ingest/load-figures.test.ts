import { expect, test } from 'vitest';
import { growthFigure } from './load-figures.ts';

const sizes = { few: 1_000, many: 10_000 };
const pairs = (...ratios: readonly number[]) =>
  ratios.map((ratio, at) => ({ fewUs: 1_000 * (1 + at), manyUs: 1_000 * (1 + at) * ratio }));

test('growth is that of the median pair: a machine that was busy once decides nothing', () => {
  expect(growthFigure(pairs(1.02, 1.9, 1.04), sizes)).toMatchObject({ ratio: 1.04, met: true });
});
test('a document of many that costs more than a tenth more has missed its target', () => {
  expect(growthFigure(pairs(1.1, 1.1, 1.1), sizes).met).toBe(true);
  expect(growthFigure(pairs(1.02, 1.11, 1.12), sizes).met).toBe(false);
});
test('says what both cost, and how far the pairs were apart', () => {
  expect(growthFigure(pairs(1, 1.2, 1.4), sizes).note).toBe(
    '2000 and 2400 microseconds a document, 3 loads of each; quartiles 1.10 to 1.30',
  );
});
