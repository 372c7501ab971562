import { expect, it } from 'vitest';
import { createRereadPauses } from './reread-pauses.ts';

const pausesOf = (count: number, pauses = createRereadPauses(() => 0)): number[] =>
  Array.from({ length: count }, () => pauses.nextMs());

it('looks at an idle stream ever more rarely, and after 15 s at the latest', () => {
  expect(pausesOf(7)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
});

it('looks soon again once something came', () => {
  const pauses = createRereadPauses(() => 0);
  pausesOf(5, pauses);
  pauses.reset();
  expect(pausesOf(2, pauses)).toEqual([1_000, 2_000]);
});

it('spreads the looks of readers who came together, none of them later', () => {
  expect(
    pausesOf(
      5,
      createRereadPauses(() => 1),
    ),
  ).toEqual([800, 1_600, 3_200, 6_400, 12_000]);
});
