import { isCurrencySign } from './read-units.ts';
import { madeOf, type Word } from './word.ts';

/** What a unit comes to in the smallest of its kind. A month is no number of days. */
const SMALLEST: ReadonlyMap<string, readonly [unit: string, count: number]> = new Map([
  ['hour', ['minute', 60]],
  ['day', ['minute', 1_440]],
  ['week', ['minute', 10_080]],
  ['year', ['month', 12]],
  ['ton', ['kg', 1_000]],
  ['gram', ['kg', 0.001]],
  ['km', ['meter', 1_000]],
  ['centimeter', ['meter', 0.01]],
  ['millimeter', ['meter', 0.001]],
  ['m3', ['liter', 1_000]],
]);
/** Said in one word. */
const WHOLE: ReadonlyMap<string, readonly [count: string, unit: string]> = new Map([
  ['halfyear', ['6', 'month']],
  ['halfhour', ['30', 'minute']],
  ['fortnight', ['20160', 'minute']],
]);
const HOURS_AND_MINUTES = /^(\d{1,3})h([0-5]\d)$/;
const PLAIN = /^\d+(?:\.\d+)?$/;
const DECIMALS = 6;

/**
 * Brings a number with its unit to one notation: "2 weeks" is "14 days", "1h30" "90 minutes", "1.5 t" "1,500 kg", "€5"
 * "5 euros".
 */
export function readQuantities(words: readonly Word[]): Word[] {
  return currencyBehind(words).flatMap((word, at, all) => {
    const [next, before] = [all[at + 1], all[at - 1]];
    const whole = wholeOf(word);
    if (whole !== null) return [madeOf(word, 'number', whole[0]), madeOf(word, 'unit', whole[1])];
    if (word.kind === 'unit') return [inSmallest(word, before)];
    const smallest = next?.kind === 'unit' ? SMALLEST.get(next.lower) : undefined;
    const count = countOf(word);
    if (count === null || next?.kind !== 'unit') return [word];
    return [madeOf(word, 'number', smallest === undefined ? count : times(count, smallest[1]))];
  });
}

function currencyBehind(words: readonly Word[]): readonly Word[] {
  const ordered = [...words];
  for (const [at, word] of words.entries()) {
    const amount = words[at + 1];
    if (amount?.kind === 'number' && isCurrencySign(word)) ordered.splice(at, 2, amount, word);
  }
  return ordered;
}

function inSmallest(unit: Word, before: Word | undefined): Word {
  const smallest = SMALLEST.get(unit.lower);
  const isCounted = before !== undefined && countOf(before) !== null;
  return isCounted && smallest !== undefined ? madeOf(unit, 'unit', smallest[0]) : unit;
}

/** A plain number; "one" counts before a unit. */
function countOf({ kind, lower }: Word): string | null {
  if (kind === 'word' && lower === 'one') return '1';
  return kind === 'number' && PLAIN.test(lower) ? lower : null;
}

const times = (count: string, factor: number): string =>
  String(Number((Number(count) * factor).toFixed(DECIMALS)));

function wholeOf({ kind, lower }: Word): readonly [string, string] | null {
  if (kind !== 'word') return null;
  const [, hours, minutes] = HOURS_AND_MINUTES.exec(lower) ?? [];
  if (hours !== undefined) return [String(Number(hours) * 60 + Number(minutes)), 'minute'];
  return WHOLE.get(lower) ?? null;
}
