import type { Word } from './word.ts';

/** What a unit measures leaves no doubt about these: "heavier than 15 kg" is more than 15 kg. Lengths are wide, deep or high. */
const MEASURED: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['heavy', new Set('kg gram milligram lb pound ounce ton'.split(' '))],
  ['expensive', new Set('usd eur gbp pound jpy chf franc inr cent'.split(' '))],
  ['hot', new Set('celsius fahrenheit kelvin degree'.split(' '))],
]);
const DEGREES = new Set(['more', 'less']);

/** "Lighter than 15 kg" and "under 15 kg" are less than 15 kg: the unit says of what. */
export const dropMeasuredScales = (words: readonly Word[]): readonly Word[] =>
  words.filter((_word, at) => !isMeasuredScale(words, at) && !isMeasuredScale(words, at - 1));

function isMeasuredScale(words: readonly Word[], at: number): boolean {
  const [degree, scale, than, count, unit] = [-1, 0, 1, 2, 3].map((offset) => words[at + offset]);
  return (
    DEGREES.has(degree?.lower ?? '') &&
    than?.lower === 'than' &&
    count?.kind === 'number' &&
    unit?.kind === 'unit' &&
    MEASURED.get(scale?.lower ?? '')?.has(unit.lower) === true
  );
}
