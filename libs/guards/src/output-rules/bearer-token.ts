import { endOf, isAlphanumeric, type OutputRule, SECRET_LABEL, wordAt } from './output-rule.ts';

const NAMES = ['bearer'];
const BEARER_SPACE = /[ \t]{0,8}/y;
const BEARER_TOKEN = /[A-Za-z0-9._~+/=-]{0,40}/y;

/** An HTTP credential. "Bearer tokens expire" speaks of one and holds none. */
export const bearerToken: OutputRule = (text, at) => {
  const nameLength = wordAt(text, at, NAMES);
  if (nameLength === null || isAlphanumeric(text[at - 1])) return null;
  if (nameLength === 'open') return nameLength;
  const start = endOf(BEARER_SPACE, text, at + nameLength);
  if (start === text.length) return 'open';
  if (start === at + nameLength) return null;
  const end = endOf(BEARER_TOKEN, text, start);
  const until = { pattern: /[^A-Za-z0-9._~+/=-]/g, isIncluded: false };
  if (isCredential(text.slice(start, end))) return { label: SECRET_LABEL, keepUntil: start, end, until };
  return end === text.length ? 'open' : null;
};

const LONG_TOKEN_CHARACTERS = 20;
// A digit, a symbol, an inner dot or an inner capital: no plain word looks like this, and more text cannot undo it.
const isCredential = (token: string): boolean =>
  token.length >= LONG_TOKEN_CHARACTERS || /[0-9_~+/=]|\.[A-Za-z]|[A-Za-z][A-Z]/.test(token);
