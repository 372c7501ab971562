import { relatednessOfStems } from '../../language/relatedness/relatedness.ts';
import { STOP_WORDS } from '../../language/stop-words.ts';
import { stemOf, wordsOf } from '../../language/words.ts';
import type { QuestionTerm } from './question-terms.ts';
import { isOneSlip, isUncommon } from './spelling.ts';
import { kinship } from './word-families.ts';

const MISSPELT = 0.7;
// Nearer words stand for one another, hardly ever wrongly, and less surely than a derivation.
const MIN_RELATEDNESS = 0.4;
const RELATED = 0.6;

/** Finds the question's terms in texts. Each text is read once, each word is compared once. */
export interface TermMatcher {
  /** The stems of a text's content words, in order. */
  stemsOf(text: string): readonly string[];
  /** For each term, 0 to 1: how well the best of the text's words stands for it. */
  matchesIn(text: string): readonly number[];
  /** The terms' places in the text, -1 where it does not hold one. */
  positionsIn(text: string): readonly number[];
  /** True when a text holds a content word that is no term of the question. */
  hasNews(text: string): boolean;
}

/** For one question: what it remembers lives as long as its answer is written. */
export function createTermMatcher(terms: readonly QuestionTerm[]): TermMatcher {
  const stems = new Map<string, readonly string[]>();
  const matches = new Map<string, readonly number[]>();
  const kinships = new Map<string, readonly number[]>();
  const isDoubtful = terms.map(({ word, isName }) => !isName && isUncommon(word));

  const kinshipsOf = (word: string): readonly number[] => {
    const known = kinships.get(word);
    if (known !== undefined) return known;
    const found = terms.map(
      (term, at) =>
        likeness(term, word) || (isDoubtful[at] === true && isOneSlip(term.stem, word) ? MISSPELT : 0),
    );
    kinships.set(word, found);
    return found;
  };
  const stemsOf = (text: string): readonly string[] => {
    const known = stems.get(text);
    if (known !== undefined) return known;
    const found = contentStems(text);
    stems.set(text, found);
    return found;
  };
  const matchesIn = (text: string): readonly number[] => {
    const known = matches.get(text);
    if (known !== undefined) return known;
    const best = terms.map(() => 0);
    for (const word of stemsOf(text))
      for (const [at, value] of kinshipsOf(word).entries()) best[at] = Math.max(best[at] ?? 0, value);
    matches.set(text, best);
    return best;
  };
  return {
    stemsOf,
    matchesIn,
    positionsIn: (text) =>
      terms.map((_term, at) => stemsOf(text).findIndex((word) => (kinshipsOf(word)[at] ?? 0) > 0)),
    hasNews: (text) => stemsOf(text).some((word) => kinshipsOf(word).every((value) => value === 0)),
  };
}

const contentStems = (text: string): readonly string[] =>
  wordsOf(text)
    .filter((word) => !STOP_WORDS.has(word))
    .map(stemOf);

/** Names have no synonyms. */
function likeness({ stem, isName }: QuestionTerm, other: string): number {
  const kin = kinship(stem, other);
  if (kin > 0 || isName) return kin;
  const near = relatednessOfStems(stem, other);
  return near < MIN_RELATEDNESS ? 0 : RELATED * near;
}
