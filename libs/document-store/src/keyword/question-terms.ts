import type { Language } from './languages.ts';
import { indexedTerm, termOf } from './terms.ts';
import { type Word, wordsOf } from './words.ts';

/** What to look up for a question: rows of term, the language it belongs to, and the word of the question it stands for. */
export interface QuestionTerms {
  /** null: the word says nothing in that language, so every passage of the language counts as one that has it. */
  readonly terms: readonly (string | null)[];
  readonly languages: readonly string[];
  /** Forms of one word in several languages share a number, so that they are weighed as one word. */
  readonly words: readonly number[];
}

/** A question holds 2,000 characters; more distinct words than this is not a question. */
const MAX_WORDS = 64;

/**
 * The question's words as each of the languages would index them: a question is too short to tell its language, and a
 * term finds nothing in another language's index.
 */
export function questionTerms(question: string, spoken: readonly Language[]): QuestionTerms {
  const words = distinctWords(question).slice(0, MAX_WORDS);
  const rows = spoken.flatMap((language) => rowsIn(language, words));
  return {
    terms: rows.map(({ term }) => term),
    languages: rows.map(({ language }) => language),
    words: rows.map(({ word }) => word),
  };
}

function distinctWords(question: string): Word[] {
  const words = new Map<string, Word>();
  for (const word of wordsOf(question))
    if (!words.has(word.text) || word.isAcronym) words.set(word.text, word);
  return [...words.values()];
}

interface Row {
  readonly term: string | null;
  readonly language: Language;
  readonly word: number;
}

/** Where a language has nothing but stop words for it, they are asked for all the same: "IT" is a department. */
function rowsIn(language: Language, words: readonly Word[]): Row[] {
  const terms = words.map((word) => termOf(word, language));
  const hasSubject = terms.some((term) => term !== null);
  const asked = hasSubject ? terms : words.map((word) => termOf({ ...word, isAcronym: true }, language));
  return asked.flatMap((term, word): Row[] => {
    if (term === null) return [{ term, language, word }];
    const isRepeated = asked.indexOf(term) < word;
    return isRepeated ? [] : [{ term: indexedTerm(language, term), language, word }];
  });
}
