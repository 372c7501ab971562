import {
  AMBIGUOUS_MONTHS,
  CALENDAR_WORDS,
  MONTHS,
  MOVABLE_DAYS,
  NAMED_DAYS,
  PERIODS,
  POINTERS,
  SHORT_WEEKDAYS,
} from './calendar.ts';
import { isCurrencySign, isUnitName } from './read-units.ts';
import { madeOf, type Word } from './word.ts';

const YEAR = /^(?:19|20)\d\d$/;
const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const WRITTEN_DATE = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)$/;
const MONTH_OF_YEAR = /^(0?[1-9]|1[0-2])\/((?:19|20)\d\d)$/;
const SHORT_YEAR = /^\d\d$/;
const CLOCK = /^(\d{1,2}):(\d{2})$/;
const PART_OF_YEAR = /^(?:([qh])([1-4])|fy(?:20)?(\d\d))$/;
const HALVES = new Map([
  ['quarter', 'q'],
  ['half', 'h'],
]);
const BEFORE_MONTH = new Set(
  'in since by until till of from to last next this on before after during early late mid through le im en'.split(
    ' ',
  ),
);
const MONTH_NUMBERS = [...MONTHS];

/** Brings every point in time to one form: months, days, years, times, "first quarter", "last month". */
export function readDates(words: readonly Word[]): Word[] {
  const read: Word[] = [];
  for (let at = 0; at < words.length; ) {
    const found = dateAt(words, at);
    if (found !== null) read.push(...found[0]);
    else {
      const word = words[at];
      if (word !== undefined) read.push(word);
    }
    at += found?.[1] ?? 1;
  }
  return read;
}

type Found = readonly [readonly Word[], number];

function dateAt(words: readonly Word[], at: number): Found | null {
  const word = words[at];
  if (word === undefined || word.kind === 'code') return null;
  return (
    partOfYearAt(words, at) ??
    pointedAt(words, at) ??
    timeAt(words, at) ??
    (word.kind === 'number' ? numberedAt(words, at) : namedAt(words, at))
  );
}

/** "Q1", "first quarter", "H2", "FY24". */
function partOfYearAt(words: readonly Word[], at: number): Found | null {
  const [word, next] = [words[at], words[at + 1]];
  if (word === undefined) return null;
  const [, part, number, year] = PART_OF_YEAR.exec(word.lower) ?? [];
  if (part !== undefined) return partAndYear(madeOf(word, 'date', `${part}${number}`), next);
  if (year !== undefined) return [[madeOf(word, 'date', `fy20${year}`)], 1];
  if (word.lower === 'fy' && next !== undefined && YEAR.test(next.lower))
    return [[madeOf(word, 'date', `fy${next.lower}`)], 2];
  const half = word.kind === 'number' ? HALVES.get(next?.lower ?? '') : undefined;
  return half !== undefined && /^[1-4]th$/.test(word.lower)
    ? [[madeOf(word, 'date', `${half}${word.lower.slice(0, 1)}`)], 2]
    : null;
}

/** "Q1/19". */
function partAndYear(part: Word, next: Word | undefined): Found {
  const hasYear = next?.kind === 'number' && next.isGlued && SHORT_YEAR.test(next.lower);
  return hasYear ? [[part, madeOf(next, 'date', `20${next.lower}`)], 2] : [[part], 1];
}

/** "last month", "the current year". */
function pointedAt(words: readonly Word[], at: number): Found | null {
  const [word, next] = [words[at], words[at + 1]];
  const pointer = word === undefined ? undefined : POINTERS.get(word.lower);
  if (word === undefined || pointer === undefined || next === undefined || !PERIODS.has(next.lower))
    return null;
  const period = CALENDAR_WORDS.get(next.lower) ?? next.lower.replace(/s$/, '');
  return [[madeOf(word, 'date', `${pointer} ${period}`)], 2];
}

/** "5 pm", "17:00", "9:30 am". */
function timeAt(words: readonly Word[], at: number): Found | null {
  const [word, next] = [words[at], words[at + 1]];
  if (word?.kind !== 'number') return null;
  const [, hours = word.lower, minutes] = CLOCK.exec(word.lower) ?? [];
  const half = halfOfDay(next);
  if (!/^\d{1,2}$/.test(hours) || (minutes === undefined && half === null)) return null;
  const hour = (Number(hours) % (half === null ? 24 : 12)) + (half === 'pm' ? 12 : 0);
  return [[madeOf(word, 'date', `${hour}:${minutes ?? '00'}`)], half === null ? 1 : 2];
}

function halfOfDay(word: Word | undefined): 'am' | 'pm' | null {
  if (word === undefined) return null;
  if (/^[ap]m$/i.test(word.text)) return word.text.toLowerCase() === 'am' ? 'am' : 'pm';
  return null;
}

function numberedAt(words: readonly Word[], at: number): Found | null {
  const [word, next] = [words[at], words[at + 1]];
  if (word === undefined) return null;
  const isDecade = /^(?:19|20)\d0$/.test(word.lower) && next?.isGlued === true && next.lower === 's';
  if (isDecade) return [[madeOf(word, 'date', `${word.lower}s`)], 2];
  const isOfYear = isYear(word) && !isMeasured(words, at);
  return writtenOut(word) ?? dayAt(words, at) ?? (isOfYear ? [[madeOf(word, 'date', word.lower)], 1] : null);
}

/** "2024-03-05", "3/5/24". */
function writtenOut(word: Word): Found | null {
  const [, ofYear, inYear] = MONTH_OF_YEAR.exec(word.lower) ?? [];
  if (inYear !== undefined)
    return [[inYear, monthName(ofYear)].map((value) => madeOf(word, 'date', value)), 1];
  const [year, month, day] = yearMonthDay(word.lower) ?? [];
  if (year === undefined)
    return WRITTEN_DATE.test(word.lower) ? [[madeOf(word, 'date', word.lower)], 1] : null;
  const name = monthName(month);
  return [[year, name, `${name} ${Number(day)}`].map((value) => madeOf(word, 'date', value)), 1];
}

/** 2,000, "2k" and "two thousand" are amounts. */
const isYear = ({ text, lower }: Word): boolean => YEAR.test(lower) && text.endsWith(lower);

/** "€1999", "2000 pounds": a heading may say "yield 2019 tonnes", so that behind a number a unit tells of round ones alone. */
const isMeasured = (words: readonly Word[], at: number): boolean =>
  isCurrencySign(words[at - 1]) || (words[at]?.lower.endsWith('00') === true && isUnitName(words[at + 1]));

const monthName = (month: string | undefined): string => MONTH_NUMBERS[Number(month) - 1] ?? String(month);

/** Null where the day might be the month: 3/5 is in March here and in May there. */
function yearMonthDay(written: string): readonly string[] | null {
  const iso = ISO_DATE.exec(written);
  if (iso !== null) return iso.slice(1);
  const [, first = '', second = '', end = ''] = WRITTEN_DATE.exec(written) ?? [];
  const year = end.length === 2 ? `20${end}` : end;
  if (Number(first) > 12 && Number(second) <= 12) return [year, second, first];
  return Number(second) > 12 && Number(first) <= 12 ? [year, first, second] : null;
}

/** "5 March" and "the 5th of March" alike. */
function dayAt(words: readonly Word[], at: number): Found | null {
  const word = words[at];
  if (word === undefined || !isDay(word)) return null;
  const length = words[at + 1]?.lower === 'of' ? 3 : 2;
  const month = monthAt(words, at + length - 1);
  return month === null ? null : [dayOf(word, month), length];
}

function namedAt(words: readonly Word[], at: number): Found | null {
  const [word, next] = [words[at], words[at + 1]];
  if (word?.kind !== 'word') return null;
  const named = NAMED_DAYS.get(word.lower);
  if (named !== undefined) return [named.map((value) => madeOf(word, 'date', value)), 1];
  if (MOVABLE_DAYS.has(word.lower)) return [[madeOf(word, 'date', word.lower)], 1];
  const month = monthAt(words, at);
  if (month !== null)
    return next !== undefined && isDay(next) ? [dayOf(next, month), 2] : [[madeOf(word, 'date', month)], 1];
  if (isVerb(words, at)) return null;
  const value = CALENDAR_WORDS.get(word.lower) ?? (at > 0 ? SHORT_WEEKDAYS.get(word.text) : undefined);
  return value === undefined ? null : [[madeOf(word, 'date', value)], 1];
}

/** "When we overnight in Oslo". */
const isVerb = (words: readonly Word[], at: number): boolean =>
  words[at]?.lower === 'overnight' && BEFORE_VERB.has(words[at - 1]?.lower ?? '');
const BEFORE_VERB = new Set(
  'i we you they to can could may might must should shall will would do does did'.split(' '),
);

function monthAt(words: readonly Word[], at: number): string | null {
  const word = words[at];
  if (word?.kind !== 'word') return null;
  const lower = word.lower.toLowerCase();
  const plain = CALENDAR_WORDS.get(lower);
  if (plain !== undefined) return MONTHS.has(plain) ? plain : null;
  const before = words[at - 1];
  // "Before 19:00, may I": behind a time of day it is the verb.
  const isPlaced =
    (before !== undefined && isDay(before)) ||
    words[at + 1]?.kind === 'number' ||
    BEFORE_MONTH.has(before?.lower ?? '');
  return word.isName || isPlaced ? (AMBIGUOUS_MONTHS.get(lower) ?? null) : null;
}

const isDay = (word: Word): boolean =>
  word.kind === 'number' && /^(?:[1-9]|[12]\d|3[01])(?:th)?$/.test(word.lower);

function dayOf(day: Word, month: string): Word[] {
  return [madeOf(day, 'date', month), madeOf(day, 'date', `${month} ${day.lower.replace('th', '')}`)];
}
