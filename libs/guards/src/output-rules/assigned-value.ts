import { endOf, type OutputRule, SECRET_LABEL, type Terminator, wordAt } from './output-rule.ts';

/** Names whose value is a secret, whatever it looks like. */
export const SECRET_NAMES: readonly string[] = [
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
/** Names whose value is a secret when it looks like one. */
export const TOKEN_NAMES: readonly string[] = [
  'access key',
  'access_key',
  'access-key',
  'accesskey',
  'accountkey',
  'credentials',
  'credential',
  'encryption key',
  'encryption_key',
  'private key',
  'private_key',
  'privatekey',
  'signing key',
  'signing_key',
  'token',
];
const BEFORE_OPERATOR = /["'`*_]{0,3}[ \t]{0,8}/y;
// Also as wide as an ideograph.
const OPERATOR = /[:=：＝][=>]?[ \t*_`]{0,8}/y;

/** Where the value of the name at `at` begins. */
function valueOf(text: string, at: number, names: readonly string[]): number | 'open' | null {
  const nameLength = wordAt(text, at, names);
  if (nameLength === null || nameLength === 'open') return nameLength;
  const operator = endOf(BEFORE_OPERATOR, text, at + nameLength);
  if (operator === text.length) return 'open';
  const value = endOf(OPERATOR, text, operator);
  if (value === operator) return null;
  return value === text.length ? 'open' : value;
}

/** A quote behind a backslash is a part of what is quoted. */
const closedBy = (quote: string): Terminator => ({
  pattern: new RegExp(`(?<!\\\\)${quote}|\\n`, 'g'),
  isIncluded: true,
});
const CLOSING: ReadonlyMap<string, Terminator> = new Map([
  ['"', closedBy('"')],
  ["'", closedBy("'")],
  ['“', closedBy('”')],
  ['‘', closedBy('’')],
]);
const WHITE_SPACE: Terminator = { pattern: /\s/g, isIncluded: false };

/** "password: x", "API_KEY=x", `"secret": "x y"`: the value goes, up to white space or its closing quote. */
export const assignedSecret: OutputRule = (text, at) => {
  const value = valueOf(text, at, SECRET_NAMES);
  if (value === null || value === 'open') return value;
  const first = text[value] ?? '';
  if (/\s/.test(first)) return null;
  const until = CLOSING.get(first) ?? WHITE_SPACE;
  return { label: SECRET_LABEL, keepUntil: value, end: value + 1, until };
};

const QUOTE = /["'`]?/y;
const LOOKED_AT = 40;
const VALUE = new RegExp(`[A-Za-z0-9+/=_.~-]{0,${LOOKED_AT}}`, 'y');

/** "token: x" and the like, when the value is long and no words: its name alone says too little. */
export const assignedToken: OutputRule = (text, at) => {
  const value = valueOf(text, at, TOKEN_NAMES);
  if (value === null || value === 'open') return value;
  const start = endOf(QUOTE, text, value);
  const end = endOf(VALUE, text, start);
  if (end === text.length && end - start < LOOKED_AT) return 'open';
  if (!isRandom(text.slice(start, end))) return null;
  const until = { pattern: /[^A-Za-z0-9+/=_.~-]/g, isIncluded: false };
  return { label: SECRET_LABEL, keepUntil: start, end, until };
};

const FEWEST_CHARACTERS = 16;
/** Bits a character: a random one of 62 signs has 3.7 in 16, words have less or no digits. */
const LEAST_ENTROPY = 3.5;
const LEAST_HEX_ENTROPY = 3;

function isRandom(value: string): boolean {
  const digits = value.replace(/\D/g, '').length;
  const isMixed = digits >= 3 || (digits > 0 && /[a-z]/.test(value) && /[A-Z]/.test(value));
  if (value.length < FEWEST_CHARACTERS || !isMixed) return false;
  return entropyOf(value) >= (/^[0-9a-f]{32,}$/i.test(value) ? LEAST_HEX_ENTROPY : LEAST_ENTROPY);
}

function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => {
    const share = count / text.length;
    return sum - share * Math.log2(share);
  }, 0);
}
