import { encode } from 'gpt-tokenizer/encoding/o200k_base';

// Short words are one letter from others by chance.
const MIN_SWAPPED = 5;
const MIN_CHANGED = 7;
const LETTERS = /^\p{L}+$/u;

/** A byte-pair vocabulary has a token for every common word: what has none may be written wrongly. Takes lower case. */
export const isUncommon = (word: string): boolean =>
  LETTERS.test(word) && encode(` ${word}`, { disallowedSpecial: new Set() }).length > 1;

/** True for words that one slip of the fingers makes of each other: two letters swapped, or one too many, too few or wrong. */
export function isOneSlip(one: string, other: string): boolean {
  if (one === other || one[0] !== other[0] || Math.abs(one.length - other.length) > 1) return false;
  const from = beginningOf(one, other);
  const [rest, otherRest] = [one.slice(from), other.slice(from)];
  if (rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2))
    return one.length >= MIN_SWAPPED;
  if (
    Math.min(one.length, other.length) < MIN_CHANGED - 1 ||
    Math.max(one.length, other.length) < MIN_CHANGED
  )
    return false;
  return [rest, rest.slice(1)].some((left) => left === otherRest.slice(1)) || rest.slice(1) === otherRest;
}

/** How many letters both begin with. */
function beginningOf(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  return at;
}
