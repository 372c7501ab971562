import { emailAt, MAY_BE_EMAIL } from './email-spans.ts';
import { NUMBER_CONTEXT_CHARACTERS, numberSpanAt } from './number-spans.ts';

/** Kinds that end a query. */
export const BLOCKED_PII_KINDS = ['US_SSN', 'CREDIT_CARD', 'US_PASSPORT', 'US_BANK_NUMBER'] as const;
export type PiiKind = (typeof BLOCKED_PII_KINDS)[number] | 'EMAIL_ADDRESS' | 'PHONE_NUMBER';

export interface PiiScan {
  /** Those of `kinds` that may not be processed. */
  readonly blockedKinds: readonly PiiKind[];
  /** Each kind once, in alphabetical order. */
  readonly kinds: readonly PiiKind[];
  /** The text with every find replaced by its label. The raw values never leave this function. */
  readonly maskedText: string;
}

interface Span {
  readonly kind: PiiKind;
  readonly start: number;
  readonly end: number;
}

const LABELS: Readonly<Record<PiiKind, string>> = {
  US_SSN: '<REDACTED>',
  CREDIT_CARD: '<REDACTED>',
  US_PASSPORT: '<REDACTED>',
  US_BANK_NUMBER: '<REDACTED>',
  EMAIL_ADDRESS: '<EMAIL>',
  PHONE_NUMBER: '<PHONE>',
};

/** Finds personal data. A number counts only by its checksum, its form, or the words around it: a bare run of digits is none. */
export function scanPii(text: string): PiiScan {
  const spans = [...placesOf(text), ...explainedNumbers(text), ...phones(text)];
  if (spans.length === 0) return { kinds: [], blockedKinds: [], maskedText: text };
  const kinds = [...new Set(spans.map((span) => span.kind))].toSorted();
  const blocked: readonly string[] = BLOCKED_PII_KINDS;
  return {
    kinds,
    blockedKinds: kinds.filter((kind) => blocked.includes(kind)),
    maskedText: masked(text, withoutOverlaps(spans)),
  };
}

const MAY_BE_PERSONAL = new RegExp(`(?=\\d|${MAY_BE_EMAIL})`, 'g');

function* placesOf(text: string): Generator<Span> {
  // The line break lets the recognizers decide at the end of the text.
  const closed = `${text}\n`;
  for (const { index: start } of closed.matchAll(MAY_BE_PERSONAL)) {
    const number = /\d/.test(closed[start] ?? '') ? numberSpanAt(closed, start) : null;
    if (number !== null && number !== 'open') yield { ...number, start };
    const email = emailAt(closed, start);
    if (email !== null && email !== 'open') yield { kind: 'EMAIL_ADDRESS', start, end: email.end };
  }
}

const ACCOUNT_WORDS =
  '(?:bank (?:account|acct)|bank number|account (?:number|no\\b|#)|acct|(?:checking|chequing|savings|deposit) account|routing (?:number|no\\b|#)|direct deposit|aba)';
const EXPLAINED: readonly {
  readonly kind: PiiKind;
  readonly number: RegExp;
  readonly before: RegExp;
  readonly after: RegExp;
}[] = [
  {
    kind: 'US_PASSPORT',
    number: /(?<![\w-])(?:[A-Z]\d{8}|\d{9})(?![\w-])/gi,
    before: /\bpassports?\b[^\d]{0,40}$/i,
    after: /^[ ,(]{0,3}(?:is|was|=|as)[^\d.]{0,24}\bpassport\b/i,
  },
  {
    kind: 'US_BANK_NUMBER',
    number: /(?<![\w-])\d(?:[ -]?\d){7,16}(?![\w-])/g,
    before: new RegExp(`\\b${ACCOUNT_WORDS}[^\\d]{0,30}$`, 'i'),
    after: new RegExp(`^[ ,(]{0,3}(?:is|was|=|as)[^\\d.]{0,24}\\b${ACCOUNT_WORDS}`, 'i'),
  },
];

function* explainedNumbers(text: string): Generator<Span> {
  for (const { kind, number, before, after } of EXPLAINED) {
    for (const { 0: digits, index: start } of text.matchAll(number)) {
      const end = start + digits.length;
      const isExplained =
        before.test(text.slice(Math.max(0, start - 2 * NUMBER_CONTEXT_CHARACTERS), start)) ||
        after.test(text.slice(end, end + 2 * NUMBER_CONTEXT_CHARACTERS));
      if (isExplained) yield { kind, start, end };
    }
  }
}

const PHONE = /(?<![\w.+-])(?:\+\d{1,3}[ .-]?)?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,3}(?![\w-])/g;

/** International with a plus sign, or ten digits in a telephone's grouping. */
function* phones(text: string): Generator<Span> {
  for (const { 0: written, index: start } of text.matchAll(PHONE)) {
    const digits = written.replace(/\D/g, '').length;
    const isInternational = written.startsWith('+') && digits >= 8 && digits <= 15;
    const isNational = /^(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}$/.test(written);
    if (isInternational || isNational) yield { kind: 'PHONE_NUMBER', start, end: start + written.length };
  }
}

/** In order of place; overlapping ones as one, so that no digit is left showing. */
function withoutOverlaps(spans: readonly Span[]): readonly Span[] {
  const kept: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || span.start >= last.end) kept.push(span);
    else if (span.end > last.end) kept[kept.length - 1] = { ...last, end: span.end };
  }
  return kept;
}

function masked(text: string, spans: readonly Span[]): string {
  let shown = '';
  let at = 0;
  for (const span of spans) {
    shown += text.slice(at, span.start) + LABELS[span.kind];
    at = span.end;
  }
  return shown + text.slice(at);
}
