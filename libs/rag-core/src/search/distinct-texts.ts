import { rememberByText } from '@ragfleet/kernel';
import type { Passage } from '../ports/passages.ts';

const KEPT_CHARACTERS = 1_000_000;
const NOT_A_WORD = /[^\p{L}\p{M}\p{N}]+/gu;
const NOT_A_WORD_IN_ASCII = /[^a-z0-9]+/g;

/**
 * True for the first passage of each text: asked in the order of a ranking, it keeps the best of those that say the
 * same, whichever document or store they come from. Letter case, spacing and punctuation make no difference; the
 * headings do, since "at most 20 euros" says another thing under another heading.
 */
export function createDistinctTexts(): (passage: Pick<Passage, 'headings' | 'text'>) => boolean {
  const known = new Set<string>();
  return ({ headings, text }) => {
    const key = JSON.stringify([...headings, text].map(wordsOnly));
    if (known.has(key)) return false;
    known.add(key);
    return true;
  };
}

/** A text without a single word stands for itself. */
const wordsOnly = rememberByText((text) => {
  const words = (isAscii(text) ? asciiWords(text) : unicodeWords(text)).trim();
  return words === '' ? text : words;
}, KEPT_CHARACTERS);

const isAscii = (text: string): boolean => Buffer.byteLength(text) === text.length;
const unicodeWords = (text: string): string => text.normalize('NFKC').toLowerCase().replace(NOT_A_WORD, ' ');
/** The same in a third of the time: most English has no other letters. */
const asciiWords = (text: string): string => text.toLowerCase().replace(NOT_A_WORD_IN_ASCII, ' ');
