import { KEY_KINDS, type KeyKind } from './key-kinds.ts';
import { endOf, isAlphanumeric, type OutputRule, SECRET_LABEL } from './output-rule.ts';

/** No kind needs more characters to be told. */
const LOOKED_AT = 64;

/** One kind of key, whole, at the start of a word. */
function prefixedKey(kind: KeyKind): OutputRule {
  const body = new RegExp(`[${kind.body}]{0,${LOOKED_AT}}`, 'y');
  const until = { pattern: new RegExp(`[^${kind.body}]`, 'g'), isIncluded: false };
  const isKey = (piece: string): boolean =>
    piece.length >= kind.leastCharacters && (kind.telling?.test(piece) ?? true);
  return (text, at) => {
    const prefix = prefixAt(text, at, kind.prefixes);
    if (prefix === null || prefix === 'open') return prefix;
    const start = at + prefix;
    const end = endOf(body, text, start);
    if (isKey(text.slice(start, end))) return { label: SECRET_LABEL, keepUntil: at, end, until };
    return end === text.length && end - start < LOOKED_AT ? 'open' : null;
  };
}

function prefixAt(text: string, at: number, prefixes: readonly string[]): number | 'open' | null {
  for (const prefix of prefixes) {
    if (text.startsWith(prefix, at)) return prefix.length;
    const left = text.length - at;
    if (left < prefix.length && text.endsWith(prefix.slice(0, left))) return 'open';
  }
  return null;
}

const RULES = KEY_KINDS.flatMap((kind) => {
  const letters = new Set(kind.prefixes.map((prefix) => prefix.charAt(0)));
  const rule = prefixedKey(kind);
  return Array.from(letters, (letter) => ({ letter, rule }));
});
const RULES_BY_LETTER = Map.groupBy(RULES, ({ letter }) => letter);

/** Keys of every kind that is known by its first characters. */
export const knownKey: OutputRule = (text, at) => {
  const rules = RULES_BY_LETTER.get(text[at] ?? '');
  if (rules === undefined || isAlphanumeric(text[at - 1])) return null;
  let isOpen = false;
  for (const { rule } of rules) {
    const found = rule(text, at);
    if (found === 'open') isOpen = true;
    else if (found !== null) return found;
  }
  return isOpen ? 'open' : null;
};

const KEY_BODY = /[A-Za-z0-9_-]{0,40}/y;

/** An `sk-` key, whole. Only at the start of a word: "risk-based" and "task-level" are words. */
export const secretKey: OutputRule = (text, at) => {
  if (text[at] !== 's' || isAlphanumeric(text[at - 1])) return null;
  const rest = text.slice(at, at + 3);
  if (rest !== 'sk-') return 'sk-'.startsWith(rest) && at + rest.length === text.length ? 'open' : null;
  const end = endOf(KEY_BODY, text, at + 3);
  const body = text.slice(at + 3, end);
  const until = { pattern: /[^A-Za-z0-9_-]/g, isIncluded: false };
  if (body.length >= 16 || (body.length >= 6 && /\d/.test(body)))
    return { label: SECRET_LABEL, keepUntil: at, end, until };
  return end === text.length ? 'open' : null;
};
