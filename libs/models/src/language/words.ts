import { stemmer } from 'stemmer';

// Letters, digits and the marks that combine with them; decimals and thousands stay one word.
const WORD = /\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu;
const ASCII_LETTERS = /^[a-z]+$/;

/** The words of a text in NFKC and lower case, in order. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFKC').toLowerCase().match(WORD) ?? [];
}

/** Porter's stem of an English word; anything else is left as it is. Takes lower case. */
export function stemOf(word: string): string {
  return ASCII_LETTERS.test(word) ? stemmer(word) : word;
}
