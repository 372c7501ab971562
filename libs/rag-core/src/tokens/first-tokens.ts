import { countTokens } from './count-tokens.ts';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What a token has in common languages: where the search for the cut begins. */
const CHARACTERS_PER_TOKEN = 5;
/** A longer run without white space is no word: it is a script without spaces, or data, and is cut between characters. */
const MAX_WORD_CHARACTERS = 40;

/**
 * The longest beginning of at most `maxTokens` that ends at the end of a word; never inside a character as its reader
 * sees it, such as a family emoji or a letter with its accents. Nothing is decoded: the tokenizer's decoder remembers
 * half a character until its next call, whoever makes that.
 */
export function firstTokens(text: string, maxTokens: number): string {
  if (countTokens(text) <= maxTokens) return text;
  const isFitting = (end: number): boolean => countTokens(text.slice(0, end)) <= maxTokens;
  let cut = wordEnd(text, longestFitting(text.length, maxTokens, isFitting));
  // What ends elsewhere may be told apart into other tokens, and into more of them.
  while (cut > 0 && !isFitting(cut)) cut = wordEnd(text, cut - 1);
  return text.slice(0, cut);
}

/** By doubling, then by halving, so that a long text is never read whole for a short beginning. */
function longestFitting(length: number, maxTokens: number, isFitting: (end: number) => boolean): number {
  let low = 0;
  let high = Math.max(1, maxTokens * CHARACTERS_PER_TOKEN);
  while (high < length && isFitting(high)) [low, high] = [high, high * 2];
  high = Math.min(high, length);
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    if (isFitting(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** The last end of a word at or before a place, without the white space behind it; else the last end of a character. */
function wordEnd(text: string, place: number): number {
  const from = Math.max(0, place - MAX_WORD_CHARACTERS);
  const spaces = [...text.slice(from, place + 1).matchAll(/\s+/g)];
  const last = spaces.at(-1);
  if (last === undefined || from + last.index === 0)
    return graphemes.segment(text).containing(place)?.index ?? place;
  return text.slice(0, from + last.index).trimEnd().length;
}
