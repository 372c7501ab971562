import { COUNTED_PARTS, NUMBER_WORDS, ORDINAL_WORDS, romanValue, SCALES } from './number-words.ts';
import { madeOf, type Word } from './word.ts';

const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
/** How other languages than English write thousands. */
const DOTTED_THOUSANDS = /^\d{1,3}(?:\.\d{3})+$/;
const ORDINAL_ENDING = /^(?:st|nd|rd|th)$/;
const BEFORE_SECOND_OF_TIME = new Set(['per', 'a', 'each', 'every']);

/** Brings every number to digits: "two hundred", "1,000", "10k", "5 percent", "third", "chapter IV", "v2". */
export function readNumbers(words: readonly Word[], language: string): Word[] {
  const read: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const [word, length] = numberAt(words, at, language) ?? [words[at], 1];
    if (word !== undefined) read.push(word);
    at += length;
  }
  return read;
}

/** The number that begins here, and of how many words it is. */
function numberAt(words: readonly Word[], at: number, language: string): readonly [Word, number] | null {
  const word = words[at];
  if (word === undefined || word.kind === 'code') return null;
  return (
    fractionAt(words, at) ??
    ordinalAt(words, at) ??
    romanAt(words, at) ??
    codedAt(word) ??
    timesAt(word) ??
    negativeAt(words, at, language) ??
    amountAt(words, at, language)
  );
}

const TIMES: ReadonlyMap<string, string> = new Map([
  ['twice', '2'],
  ['thrice', '3'],
]);

/** "Once" is said of a condition as often. */
function timesAt(word: Word): readonly [Word, number] | null {
  const times = TIMES.get(word.lower);
  return times === undefined ? null : [madeOf(word, 'number', times), 1];
}

/** "Minus five" is -5. */
function negativeAt(words: readonly Word[], at: number, language: string): readonly [Word, number] | null {
  const word = words[at];
  if (word?.lower !== 'minus') return null;
  const [amount, length] = amountAt(words, at + 1, language) ?? [undefined, 0];
  if (amount === undefined) return null;
  return [madeOf(word, 'number', `-${amount.lower}`), length + 1];
}

function fractionAt(words: readonly Word[], at: number): readonly [Word, number] | null {
  const [word, next, afterNext] = [words[at], words[at + 1], words[at + 2]];
  if (word?.lower === 'half') return [madeOf(word, 'number', '1/2'), 1];
  const opens = word?.lower === 'a' || word?.lower === 'one';
  if (word === undefined || !opens || afterNext?.lower !== 'of') return null;
  if (next?.lower === 'quarter') return [madeOf(word, 'number', '1/4'), 2];
  return next?.lower === 'third' ? [madeOf(word, 'number', '1/3'), 2] : null;
}

function ordinalAt(words: readonly Word[], at: number): readonly [Word, number] | null {
  const [word, next] = [words[at], words[at + 1]];
  if (word === undefined) return null;
  if (word.kind === 'number' && next?.isGlued === true && ORDINAL_ENDING.test(next.lower))
    return [madeOf(word, 'number', `${word.lower}th`), 2];
  const value = ORDINAL_WORDS.get(word.lower);
  const isTime = word.lower === 'second' && BEFORE_SECOND_OF_TIME.has(words[at - 1]?.lower ?? '');
  return value === undefined || isTime ? null : [madeOf(word, 'number', `${value}th`), 1];
}

function romanAt(words: readonly Word[], at: number): readonly [Word, number] | null {
  const word = words[at];
  if (word?.kind !== 'word') return null;
  const value = romanValue(word.text);
  const isCounted = COUNTED_PARTS.has(words[at - 1]?.lower ?? '');
  const isPlain = word.isName && word.text.length > 1 && /^[IVX]+$/.test(word.text);
  return value !== null && (isCounted || isPlain) ? [madeOf(word, 'number', String(value)), 1] : null;
}

/** "ISO27001" is "ISO 27001"; letters and digits in turn stay one code, in which order counts. */
function codedAt(word: Word): readonly [Word, number] | null {
  return word.kind === 'word' && /\d/.test(word.lower) ? [{ ...word, isName: true }, 1] : null;
}

function amountAt(words: readonly Word[], at: number, language: string): readonly [Word, number] | null {
  const first = words[at];
  if (first === undefined) return null;
  let [value, length] = [startValue(first, words[at + 1], language), 1];
  if (value === null) return null;
  for (let next = words[at + 1]; next !== undefined; next = words[at + length]) {
    const grown = grow(value, next, language);
    if (grown === null) break;
    value = grown;
    length++;
  }
  const percent = words[at + length];
  if (isPercent(percent)) return [madeOf(first, 'number', `${value}%`), length + 1];
  return [madeOf(first, 'number', value), length];
}

function startValue(word: Word, next: Word | undefined, language: string): string | null {
  if (word.kind === 'number') return plainDigits(word.lower, language);
  const value = numberWord(word, language);
  if (value !== undefined) return value;
  const isOne = word.lower === 'one' || word.lower === 'a';
  return isOne && next !== undefined && SCALES.has(next.lower) && next.lower !== 'k' ? '1' : null;
}

const numberWord = ({ kind, lower }: Word, language: string): string | undefined =>
  kind === 'word' ? (NUMBER_WORDS.get(language) ?? NUMBER_WORDS.get('en'))?.get(lower) : undefined;

/** "twenty" + "five", "two" + "hundred"; null when the word does not belong to the number. */
function grow(value: string, next: Word, language: string): string | null {
  const scale = next.kind === 'word' ? SCALES.get(next.lower) : undefined;
  const isUnscaled = !value.includes('%');
  // "10 k" is no thousand; "10k" is.
  if (scale !== undefined && isUnscaled && (next.lower.length > 2 || next.isGlued))
    return tidy(Number(value) * scale);
  const unit = numberWord(next, language);
  const isTens = /^[2-9]0$/.test(value) && unit !== undefined && /^[1-9]$/.test(unit);
  return isTens ? String(Number(value) + Number(unit)) : null;
}

const isPercent = (word: Word | undefined): boolean =>
  word !== undefined && (word.lower === '%' || word.lower === 'percent' || word.lower === 'prozent');

/** 3.10 is a version and no 3.1: zeros at the end stay, but for the ".00" of a price. */
function plainDigits(digits: string, language: string): string {
  if (THOUSANDS.test(digits)) return withoutCents(digits.replaceAll(',', ''));
  const isEnglish = language === 'en' || language === 'und';
  if (!isEnglish && DOTTED_THOUSANDS.test(digits)) return digits.replaceAll('.', '');
  return withoutCents(/^\d+,\d+$/.test(digits) ? digits.replace(',', '.') : digits);
}

const withoutCents = (digits: string): string => digits.replace(/^(\d+)\.00$/, '$1');
const tidy = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(12))) : 'NaN';
