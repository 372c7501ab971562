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
  // By the words of the text first: they are remembered, and looking up what is remembered reads nothing again.
  const known = new Map<string, Set<string>>();
  return ({ headings, text }) => {
    const words = wordsOnly(text);
    const over = headings.length === 0 ? '' : JSON.stringify(headings.map(wordsOnly));
    const headingsSeen = known.get(words);
    if (headingsSeen === undefined) known.set(words, new Set([over]));
    else if (headingsSeen.has(over)) return false;
    else headingsSeen.add(over);
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
