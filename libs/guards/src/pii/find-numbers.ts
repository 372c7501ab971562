import { numberPlaces } from './number-places.ts';
import { DIGIT_KINDS, type DigitKind } from './digit-kinds.ts';
import {
  BETWEEN_GROUPS,
  type DigitRun,
  digitRunAt,
  endsNumber,
  numberSpanIn,
  OTHER_NUMBER_CONTEXT,
} from './number-spans.ts';
import { type PiiFinding, SCORES } from './pii-finding.ts';
import { TOKEN_KINDS, type TokenKind, validLength } from './token-kinds.ts';

const BEFORE_CHARACTERS = 48;
const AFTER_CHARACTERS = 32;
const BY_LENGTH: ReadonlyMap<number, readonly DigitKind[]> = Map.groupBy(DIGIT_KINDS, ({ length }) => length);

/** Numbers of people by checksum, usual grouping and words beside them, social security and card numbers among them. */
export function* findNumbers(text: string): Generator<PiiFinding> {
  // The line break lets the recognizers decide at the end of the text.
  const closed = `${text}\n`;
  for (const start of numberPlaces(closed)) {
    if (isLongNumber(closed, start)) yield* digitNumbersAt(closed, start);
    if (mayBeToken(closed, start)) yield* tokensAt(closed, start);
  }
}

// Nine digits; eight characters of letters and digits, together or in the groups of an IBAN or a NINO. Most numbers of a
// text have neither, and need no other look.
const LONG_NUMBER = new RegExp(`(?=\\d\\d|\\d[ -]\\d{4})(?:\\d[${BETWEEN_GROUPS}]{0,3}){9}`, 'y');
const TOKEN = /[A-Za-z0-9-]{8}|[A-Za-z]{2}\d\d[ -]?[A-Za-z0-9]{4}|[A-Z]{2} ?\d\d ?\d\d ?\d\d/y;

/** In the middle of `12-34-56` nothing begins. */
const isLongNumber = (text: string, at: number): boolean =>
  isAt(LONG_NUMBER, text, at) && !/\d[-.]/.test(text.slice(Math.max(0, at - 2), at));
const mayBeToken = (text: string, at: number): boolean => isAt(TOKEN, text, at);

function isAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function* digitNumbersAt(text: string, start: number): Generator<PiiFinding> {
  const run = digitRunAt(text, start);
  const span = numberSpanIn(text, start, run);
  if (span !== null) yield { kind: span.kind, start, end: span.end, score: SCORES.checksum };
  for (const { digits, grouping, end } of numbersOf(text, run))
    for (const kind of BY_LENGTH.get(digits.length) ?? []) {
      const score = scoreOf(text, { kind, digits, grouping, start, end });
      if (score > 0) yield { kind: kind.kind, start, end, score };
    }
}

interface WrittenNumber {
  readonly digits: string;
  readonly grouping: string;
  readonly end: number;
}

/** Each beginning of the run that may be a whole number: `123 456 789` is three. */
function* numbersOf(text: string, run: DigitRun): Generator<WrittenNumber> {
  let digits = '';
  let grouping = '';
  for (const group of run.groups) {
    digits += group.digits;
    grouping += group.digits.length;
    if (endsNumber(text, group)) yield { digits, grouping, end: group.end };
    grouping += group.separator;
  }
}

interface Candidate extends WrittenNumber {
  readonly kind: DigitKind;
  readonly start: number;
}

function scoreOf(text: string, { kind, digits, grouping, start, end }: Candidate): number {
  if (!kind.isValid(digits)) return 0;
  if (isExplained(text, kind.context, { start, end })) return SCORES.checksumExplained;
  return kind.ownGroupings.includes(grouping) && !isOtherNumber(text, start) ? SCORES.form : 0;
}

function* tokensAt(text: string, start: number): Generator<PiiFinding> {
  for (const kind of TOKEN_KINDS) {
    kind.pattern.lastIndex = start;
    const written = kind.pattern.exec(text)?.[0];
    if (written === undefined) continue;
    const length = validLength(kind, written);
    const end = start + length;
    if (length === 0 || /[\p{L}\p{N}_]/u.test(text[end] ?? '')) continue;
    const score = tokenScore(text, kind, { start, end });
    if (score > 0) yield { kind: kind.kind, start, end, score };
  }
}

type Place = Pick<PiiFinding, 'start' | 'end'>;

function tokenScore(text: string, kind: TokenKind, place: Place): number {
  if (kind.context !== null) return isExplained(text, kind.context, place) ? SCORES.checksumExplained : 0;
  // A checksum over letters or of two digits is no accident; a short one may be part of an order number.
  const isShort = place.end - place.start < 15;
  if (isShort && (isOtherNumber(text, place.start) || text[place.start - 1] === '-')) return 0;
  return kind.hasChecksum ? SCORES.checksum : SCORES.form;
}

const isExplained = (text: string, words: RegExp, { start, end }: Place): boolean =>
  words.test(text.slice(Math.max(0, start - BEFORE_CHARACTERS), start)) ||
  words.test(text.slice(end, end + AFTER_CHARACTERS));

const isOtherNumber = (text: string, start: number): boolean =>
  OTHER_NUMBER_CONTEXT.test(text.slice(Math.max(0, start - BEFORE_CHARACTERS), start));
