import { NUMBER_CONTEXT_CHARACTERS } from './number-spans.ts';
import { type PiiFinding, SCORES } from './pii-finding.ts';

const ACCOUNT_WORDS =
  '(?:bank (?:account|acct)|bank number|account (?:number|no\\b|#)|acct|(?:checking|chequing|savings|deposit) account|routing (?:number|no\\b|#)|direct deposit|aba)';

/** Numbers that have no check of their own: the words around them are all that tells. */
const EXPLAINED: readonly {
  readonly kind: PiiFinding['kind'];
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

/** Passport and bank account numbers. */
export function* findExplainedNumbers(text: string): Generator<PiiFinding> {
  for (const { kind, number, before, after } of EXPLAINED) {
    for (const { 0: digits, index: start } of text.matchAll(number)) {
      const end = start + digits.length;
      const isExplained =
        before.test(text.slice(Math.max(0, start - 2 * NUMBER_CONTEXT_CHARACTERS), start)) ||
        after.test(text.slice(end, end + 2 * NUMBER_CONTEXT_CHARACTERS));
      if (isExplained) yield { kind, start, end, score: SCORES.explained };
    }
  }
}
