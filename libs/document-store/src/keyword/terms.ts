import { isStopWord, type Language, stemOf } from './languages.ts';
import { type Word, wordsOf } from './words.ts';

const MAX_KNOWN_WORDS = 50_000;

const knownStems = new Map<string, string>();

/** The words of a text as the keyword index knows them in one language: without stop words, as stems. */
export function termsOf(text: string, language: Language): string[] {
  return wordsOf(text).flatMap((word) => termOf(word, language) ?? []);
}

/** What the index of a language knows a word as; null for its stop words. */
export function termOf({ text, isAcronym }: Word, language: Language): string | null {
  return isStopWord(text, language) && !isAcronym ? null : knownStemOf(text, language);
}

function knownStemOf(word: string, language: Language): string {
  const key = indexedTerm(language, word);
  const known = knownStems.get(key);
  if (known !== undefined) return known;
  const stem = stemOf(word, language);
  // Full: forget all. Words follow Zipf's law, so that the common ones are back within a few passages.
  if (knownStems.size >= MAX_KNOWN_WORDS) knownStems.clear();
  knownStems.set(key, stem);
  return stem;
}

/**
 * A term as it stands in the postings: every language has an index of its own in one table, since the same letters are
 * another word elsewhere (the English die, the German die). The term without a word says that a passage is in it.
 */
export const indexedTerm = (language: Language, term: string): string => `${language}:${term}`;
