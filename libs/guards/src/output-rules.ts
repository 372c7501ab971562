import { emailAt, MAY_BE_EMAIL } from './pii/email-spans.ts';
import { numberSpanAt } from './pii/number-spans.ts';

/** A span that must not leave. Text before `keepUntil` stays, then comes the label; reading goes on at `end`. */
export interface Redaction {
  readonly label: string;
  readonly keepUntil: number;
  readonly end: number;
  /** What follows `end` still belongs to the span, of any length, until this is found. */
  readonly until?: { readonly terminator: RegExp; readonly isIncluded: boolean };
}

/** A redaction at this place; 'open' when the text ends before that can be told; null when nothing begins here. */
export type OutputRule = (text: string, at: number) => Redaction | 'open' | null;

/** The rules in order of precedence. Each looks at most 2 kB ahead and 40 characters back. */
export function outputRules(internalEmailDomains: readonly string[]): readonly OutputRule[] {
  return [internalEmail(internalEmailDomains), assignedSecret, bearerToken, secretKey, personalNumber];
}

/** First letters of `word`, in either case, as far as the text goes: what they are not cannot become the word. */
const beginningOf = ([first = '', ...rest]: string): string =>
  `[${first}${first.toUpperCase()}]${rest.length === 0 ? '' : `(?:$|${beginningOf(rest.join(''))})`}`;

const MAY_BEGIN = new RegExp(
  [
    MAY_BE_EMAIL,
    ...['api', 'pas', 'sec', 'bea', 'sk-'].map(beginningOf),
    '(?<!\\d)\\d',
    '[\\uD800-\\uDBFF]$',
  ].join('|'),
  'g',
);

/** The first place from `at` on where a rule may find anything; the text's length when there is none. All rules are null before it. */
export function nextCandidate(text: string, at: number): number {
  MAY_BEGIN.lastIndex = at;
  return MAY_BEGIN.exec(text)?.index ?? text.length;
}

const INTERNAL_LABELS: ReadonlySet<string> = new Set([
  'company',
  'internal',
  'corp',
  'intranet',
  'local',
  'lan',
]);

const internalEmail =
  (domains: readonly string[]): OutputRule =>
  (text, at) => {
    const found = emailAt(text, at);
    if (found === null || found === 'open') return found;
    const isNamed = domains.some((domain) => found.domain === domain || found.domain.endsWith(`.${domain}`));
    const isInternal = isNamed || found.domain.split('.').some((label) => INTERNAL_LABELS.has(label));
    return isInternal ? { label: '[EMAIL REDACTED]', keepUntil: at, end: found.end } : null;
  };

const SECRET_NAMES = [
  'api key',
  'api_key',
  'api-key',
  'apikey',
  'password',
  'passphrase',
  'passwd',
  'secret access key',
  'secret_access_key',
  'secret key',
  'secret_key',
  'secret-key',
  'secretkey',
  'secret',
];
const BEFORE_OPERATOR = /["'`*_]{0,3}[ \t]{0,8}/y;
const OPERATOR = /[:=][=>]?[ \t*_`]{0,8}/y;

/** "password: x", "API_KEY=x", `"secret": "x y"`: the value goes, up to white space or its closing quote. */
const assignedSecret: OutputRule = (text, at) => {
  const nameLength = wordAt(text, at, SECRET_NAMES);
  if (nameLength === null || nameLength === 'open') return nameLength;
  const operator = endOf(BEFORE_OPERATOR, text, at + nameLength);
  if (operator === text.length) return 'open';
  const value = endOf(OPERATOR, text, operator);
  if (value === operator) return null;
  if (value === text.length) return 'open';
  const first = text[value] ?? '';
  if (/\s/.test(first)) return null;
  const isQuoted = first === '"' || first === "'";
  const terminator = isQuoted ? (first === '"' ? /["\n]/ : /['\n]/) : /\s/;
  return {
    label: '[REDACTED]',
    keepUntil: value,
    end: value + 1,
    until: { terminator, isIncluded: isQuoted },
  };
};

const BEARER_SPACE = /[ \t]{0,8}/y;
const BEARER_TOKEN = /[A-Za-z0-9._~+/=-]{0,40}/y;

/** An HTTP credential. "Bearer tokens expire" speaks of one and holds none. */
const bearerToken: OutputRule = (text, at) => {
  if (isAlphanumeric(text[at - 1])) return null;
  const nameLength = wordAt(text, at, ['bearer']);
  if (nameLength === null || nameLength === 'open') return nameLength;
  const start = endOf(BEARER_SPACE, text, at + nameLength);
  if (start === text.length) return 'open';
  if (start === at + nameLength) return null;
  const end = endOf(BEARER_TOKEN, text, start);
  const token = text.slice(start, end);
  const until = { terminator: /[^A-Za-z0-9._~+/=-]/, isIncluded: false };
  if (isCredential(token)) return { label: '[REDACTED]', keepUntil: start, end, until };
  return end === text.length ? 'open' : null;
};

const LONG_TOKEN_CHARACTERS = 20;
// A digit, a symbol, an inner dot or an inner capital: no plain word looks like this, and more text cannot undo it.
const isCredential = (token: string): boolean =>
  token.length >= LONG_TOKEN_CHARACTERS || /[0-9_~+/=]|\.[A-Za-z]|[A-Za-z][A-Z]/.test(token);

const KEY_BODY = /[A-Za-z0-9_-]{0,40}/y;

/** An `sk-` key, whole. Only at the start of a word: "risk-based" and "task-level" are words. */
const secretKey: OutputRule = (text, at) => {
  if (isAlphanumeric(text[at - 1])) return null;
  const rest = text.slice(at, at + 3);
  if (rest !== 'sk-') return 'sk-'.startsWith(rest) && at + rest.length === text.length ? 'open' : null;
  const end = endOf(KEY_BODY, text, at + 3);
  const body = text.slice(at + 3, end);
  const isKey = body.length >= 16 || (body.length >= 6 && /\d/.test(body));
  if (isKey)
    return {
      label: '[REDACTED]',
      keepUntil: at,
      end,
      until: { terminator: /[^A-Za-z0-9_-]/, isIncluded: false },
    };
  return end === text.length ? 'open' : null;
};

const personalNumber: OutputRule = (text, at) => {
  if (!/\d/.test(text[at] ?? '')) return null;
  const found = numberSpanAt(text, at);
  if (found === null || found === 'open') return found;
  return {
    label: found.kind === 'US_SSN' ? '[SSN REDACTED]' : '[CARD REDACTED]',
    keepUntil: at,
    end: found.end,
  };
};

const isAlphanumeric = (character: string | undefined): boolean => /[A-Za-z0-9]/.test(character ?? '');

/** The length of the first of `words` that begins at `at`, in any case; 'open' when the text ends inside one that might. */
function wordAt(text: string, at: number, words: readonly string[]): number | 'open' | null {
  for (const word of words) {
    const piece = text.slice(at, at + word.length).toLowerCase();
    if (piece === word) return word.length;
    if (at + piece.length === text.length && word.startsWith(piece)) return 'open';
  }
  return null;
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
