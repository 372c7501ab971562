import { isLuhn } from './checksums.ts';

/** Where a number that must not be shown stands. `end` is exclusive. */
export interface NumberSpan {
  readonly kind: 'US_SSN' | 'CREDIT_CARD';
  readonly end: number;
}

/** Groups of digits with what stands between them, read from one place in a text. */
export interface DigitRun {
  readonly groups: readonly { readonly digits: string; readonly end: number; readonly separator: string }[];
  /** The run goes to the end of the text, so that more of it may follow. */
  readonly isOpen: boolean;
}

const MAX_CARD_DIGITS = 19;
/** No number of a person is written in more. */
const MAX_GROUPS = 6;
/** Between two groups, as the inside of a class: documents set the spaces of printers, too, which break no line. */
export const BETWEEN_GROUPS = String.raw` \u00a0\u2007\u2009\u202f.\-\u2010-\u2015\u2212`;
const PRINTED_SPACE = /[\u00a0\u2007\u2009\u202f]/g;
const GROUP = new RegExp(`(\\d{1,20})([${BETWEEN_GROUPS}]{0,3})`, 'y');
// ASCII hyphen-minus, the Unicode dashes and the minus sign: all of them are typed as hyphens.
const HYPHEN_ALONE = /^[-\u2010-\u2015\u2212]$/;
const HYPHEN_AT_END = /[-\u2010-\u2015\u2212]$/;
const HYPHEN_AND_MORE = /^[-\u2010-\u2015\u2212][\p{L}\p{N}]/u;
const CARD_GROUPINGS: ReadonlySet<string> = new Set([
  '4,4,4,4',
  '4,4,4,4,1',
  '4,4,4,4,2',
  '4,4,4,4,3',
  '4,6,5',
  '4,6,4',
  '4,4,5',
  '4,4,4,1',
  '4,4,4,2',
  '4,4,4,3',
]);
const SSN_CONTEXT = /\b(?:ssns?|social security|taxpayer id|tax id)\b/i;
export const OTHER_NUMBER_CONTEXT =
  /\b(?:part|order|sku|serial|item|invoice|model|catalog(?:ue)?|tracking|ticket|case|lot|isbn|version)\b/i;
/** How far back the words that explain a number are looked for, in characters. */
export const NUMBER_CONTEXT_CHARACTERS = 40;

// A run whose first group has ended too early, or that has ended with fewer digits than any of them has: most numbers.
const SHORT_RUN = new RegExp(`\\d{1,2}\\D|(?:\\d[${BETWEEN_GROUPS}]{0,3}){1,8}[^\\d${BETWEEN_GROUPS}]`, 'y');

/** The SSN or card number that begins at `start`; 'open' when the text ends before that can be told; else null. */
export function numberSpanAt(text: string, start: number): NumberSpan | 'open' | null {
  if (/[\p{L}\p{N}_]/u.test(text[start - 1] ?? '')) return null;
  SHORT_RUN.lastIndex = start;
  if (SHORT_RUN.test(text)) return null;
  const run = digitRunAt(text, start);
  return run.isOpen ? 'open' : numberSpanIn(text, start, run);
}

/** The same of a run that has been read and is not open. */
export const numberSpanIn = (text: string, start: number, run: DigitRun): NumberSpan | null =>
  ssnIn(text, start, run) ?? cardIn(text, run);

export function digitRunAt(text: string, start: number): DigitRun {
  const groups: { digits: string; end: number; separator: string }[] = [];
  let at = start;
  let count = 0;
  while (count <= MAX_CARD_DIGITS && groups.length < MAX_GROUPS) {
    GROUP.lastIndex = at;
    const [matched, digits, separator = ''] = GROUP.exec(text) ?? [];
    if (matched === undefined || digits === undefined) break;
    groups.push({ digits, end: at + digits.length, separator: separator.replace(PRINTED_SPACE, ' ') });
    count += digits.length;
    at += matched.length;
    if (separator === '') break;
  }
  return { groups, isOpen: at >= text.length && count <= MAX_CARD_DIGITS };
}

function ssnIn(text: string, start: number, run: DigitRun): NumberSpan | null {
  const [first, second, third] = run.groups;
  if (first === undefined) return null;
  const context = text.slice(Math.max(0, start - NUMBER_CONTEXT_CHARACTERS), start);
  if (first.digits.length === 9) return bareSsn(text, first, context);
  if (second === undefined || third === undefined || !endsNumber(text, third)) return null;
  const digits = first.digits + second.digits + third.digits;
  const isGrouped = first.digits.length === 3 && second.digits.length === 2 && third.digits.length === 4;
  if (!isGrouped || !isSsn(digits) || HYPHEN_AT_END.test(context)) return null;
  const isHyphenated = isHyphen(first.separator) && isHyphen(second.separator);
  const isExplained = SSN_CONTEXT.test(context);
  return isExplained || (isHyphenated && !OTHER_NUMBER_CONTEXT.test(context))
    ? { kind: 'US_SSN', end: third.end }
    : null;
}

function bareSsn(text: string, group: DigitRun['groups'][number], context: string): NumberSpan | null {
  return SSN_CONTEXT.test(context) && isSsn(group.digits) && endsNumber(text, group)
    ? { kind: 'US_SSN', end: group.end }
    : null;
}

const isHyphen = (separator: string): boolean => HYPHEN_ALONE.test(separator);
const isSsn = (digits: string): boolean => /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);

/** The longest well-grouped beginning of the run that has an issuer's prefix and a right check digit. */
function cardIn(text: string, run: DigitRun): NumberSpan | null {
  let best: NumberSpan | null = null;
  let digits = '';
  const lengths: number[] = [];
  for (const group of run.groups) {
    digits += group.digits;
    lengths.push(group.digits.length);
    const isGrouped = lengths.length === 1 || CARD_GROUPINGS.has(lengths.join(','));
    if (isGrouped && isCardNumber(digits) && endsNumber(text, group))
      best = { kind: 'CREDIT_CARD', end: group.end };
  }
  return best;
}

export function endsNumber(text: string, group: DigitRun['groups'][number]): boolean {
  if (/[\p{L}\p{N}_]/u.test(text[group.end] ?? '')) return false;
  // "123-45-6789-X" and "123-45-6789-12" are other numbers.
  return !HYPHEN_AND_MORE.test(text.slice(group.end, group.end + 2));
}

/** 13 to 19 digits, a first digit that card issuers use, and the Luhn check. */
const isCardNumber = (digits: string): boolean =>
  digits.length >= 13 &&
  digits.length <= MAX_CARD_DIGITS &&
  /^(?:[3-6]|2[2-7])/.test(digits) &&
  isLuhn(digits);
