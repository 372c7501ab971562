const DIGITS = /\d+/g;
const MAX_LETTERS_BEFORE = 6;

/**
 * Where a word with digits begins: at its digits, at up to six letters before them, or at the letters of an identifier
 * that is written apart, such as `AB 12 34 56 C` or `X-1234567-L`.
 */
export function* numberPlaces(text: string): Generator<number> {
  for (const { index: digits } of text.matchAll(DIGITS)) {
    if (!isWordBefore(text, digits)) yield digits;
    const letters = lettersBefore(text, digits);
    if (letters !== null) yield letters;
  }
}

const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** True when the character before belongs to the same word. */
function isWordBefore(text: string, at: number): boolean {
  const code = text.charCodeAt(at - 1);
  if (code < 128) return isLetter(code) || (code >= 48 && code <= 57) || code === 95;
  return /[\p{L}\p{N}]/u.test(text[at - 1] ?? '');
}

function lettersBefore(text: string, digits: number): number | null {
  const gap = text[digits - 1];
  const isApart = gap === ' ' || gap === '-';
  const end = isApart ? digits - 1 : digits;
  let start = end;
  while (end - start < MAX_LETTERS_BEFORE && isLetter(text.charCodeAt(start - 1))) start -= 1;
  const count = end - start;
  if (count === 0 || isWordBefore(text, start)) return null;
  return isApart && count !== (gap === ' ' ? 2 : 1) ? null : start;
}
