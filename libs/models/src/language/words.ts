import { stemmer } from 'stemmer';

// Letters, digits and the marks that combine with them; decimals and thousands stay one word.
const WORD = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu;
const ASCII_WORD = /[0-9]+(?:[.,][0-9]+)+|[a-z0-9]+/g;
const BEYOND_ASCII = /\P{ASCII}/u;
const ASCII_LETTERS = /^[a-z]+$/;

// Scripts that write no spaces: a run of letters is a clause there.
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

/** The words of a text in NFKC and lower case, in order. */
export function wordsOf(text: string): string[] {
  // The same words; most passages are plain, and the plain pattern takes a third of the time.
  if (!BEYOND_ASCII.test(text)) return text.toLowerCase().match(ASCII_WORD) ?? [];
  return (text.normalize('NFKC').toLowerCase().match(WORD) ?? []).flatMap(segmentsOf);
}

/** The word itself; in a script without spaces, every pair of neighbouring characters, which stand for its words. */
export function segmentsOf(word: string): string[] {
  if (!UNSPACED.test(word)) return [word];
  const letters = Array.from(word);
  return letters.length < 3 ? [word] : letters.slice(1).map((letter, at) => `${letters[at] ?? ''}${letter}`);
}

/** Porter's stem of an English word; anything else is left as it is. Takes lower case. */
export function stemOf(word: string): string {
  return ASCII_LETTERS.test(word) ? stemmer(word) : word;
}
