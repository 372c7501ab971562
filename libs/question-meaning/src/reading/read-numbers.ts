import { COUNTED_PARTS, NUMBER_WORDS, ORDINAL_WORDS, romanValue, SCALES } from './number-words.ts';
import { isCurrencySign } from './read-units.ts';
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

/** "Half of it" is a half, "half a million" and "a quarter of a million" are amounts. */
function fractionAt(words: readonly Word[], at: number): readonly [Word, number] | null {
  const [word, found] = [words[at], partAt(words, at)];
  if (word === undefined || found === null) return null;
  const [part, length] = found;
  const isOf = words[at + length]?.lower === 'of' ? 1 : 0;
  const [article, whole] = words.slice(at + length + isOf);
  const scale = article?.lower === 'a' ? SCALES.get(whole?.lower ?? '') : undefined;
  return scale === undefined
    ? [madeOf(word, 'number', `1/${part}`), length]
    : [madeOf(word, 'number', tidy(scale / part)), length + isOf + 2];
}

/** Into how many parts something is cut, and how many words say it. */
function partAt(words: readonly Word[], at: number): readonly [parts: number, length: number] | null {
  const [word, next, afterNext] = [words[at], words[at + 1], words[at + 2]];
  if (word?.lower === 'half') return [2, 1];
  const opens = word?.lower === 'a' || word?.lower === 'one';
  if (!opens || afterNext?.lower !== 'of') return null;
  if (next?.lower === 'quarter') return [4, 2];
  return next?.lower === 'third' ? [3, 2] : null;
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
  const start = startValue(first, words[at + 1], language);
  if (start === null) return null;
  const isMoney = isCurrencySign(words[at - 1]);
  let grown: Grown | null = { value: start, length: 1 };
  let { value, length } = grown;
  while (grown !== null) {
    ({ value, length } = grown);
    grown = grow(words, at, { value, length, language, isMoney });
  }
  if (isPercent(words[at + length])) return [madeOf(first, 'number', `${value}%`), length + 1];
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

interface Grown {
  readonly value: string;
  readonly length: number;
}

interface Growing extends Grown {
  readonly language: string;
  readonly isMoney: boolean;
}

/** "twenty" + "five", "two" + "hundred", "a hundred" + "and fifty"; null when the next word does not belong to the number. */
function grow(words: readonly Word[], at: number, growing: Growing): Grown | null {
  const { value, length, language } = growing;
  const [first, next, afterNext] = [words[at], words[at + length], words[at + length + 1]];
  if (next === undefined) return null;
  const scale = scaleOf(next, growing);
  if (scale !== undefined && !value.includes('%'))
    return { value: tidy(Number(value) * scale), length: length + 1 };
  // "250 five-star hotels".
  if (first?.kind !== 'word') return null;
  const isJoined = afterNext !== undefined && next.lower === 'and';
  if (isJoined && (isRange(words, at, length) || !value.endsWith('00'))) return null;
  const added = numberWord(isJoined ? afterNext : next, language);
  if (added === undefined || !fits(value, added)) return null;
  return { value: String(Number(value) + Number(added)), length: length + (isJoined ? 2 : 1) };
}

/** "Between one hundred and two", "one hundred and two hundred". */
const isRange = (words: readonly Word[], at: number, length: number): boolean =>
  words[at - 1]?.lower === 'between' || SCALES.get(words[at + length + 2]?.lower ?? '') === 100;

/** "10 k" is no thousand, "10k" is; "£2m" are no metres. */
function scaleOf({ kind, lower, isGlued }: Word, { isMoney }: Growing): number | undefined {
  if (isMoney && isGlued && lower === 'm') return SCALES.get('million');
  return kind === 'word' && (lower.length > 2 || isGlued) ? SCALES.get(lower) : undefined;
}

/** Ones behind tens, and both behind hundreds: "three thousand four" is rather two numbers. */
const fits = (value: string, added: string): boolean =>
  /[2-9]0$/.test(value) ? /^[1-9]$/.test(added) : /[1-9]00$/.test(value) && /^[1-9]\d?$/.test(added);

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
