import type { PassageCandidate } from '@ragfleet/rag-core';
import { stemmer } from 'stemmer';

/** Term saturation and length normalization, as in the document store. */
const K1 = 1.2;
const B = 0.75;
const STOP_WORDS = new Set(
  'a an and are as at be by do does for from has have how i in is it of on or that the to was were what when where which who will with'.split(
    ' ',
  ),
);

const termsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !STOP_WORDS.has(word)).map(stemmer);

export interface SearchableText {
  readonly passageId: string;
  readonly text: string;
}

/** Plain BM25 of `query` over `corpus`; only passages of which `isReadable` says so come back, best first. */
export function rankByBm25(
  corpus: readonly SearchableText[],
  query: string,
  isReadable: (passageId: string) => boolean,
): PassageCandidate[] {
  const documents = corpus.map(({ passageId, text }) => ({ passageId, terms: termsOf(text) }));
  const meanLength =
    documents.reduce((sum, { terms }) => sum + terms.length, 0) / Math.max(1, documents.length);
  const scoreOfTerm = (term: string, terms: readonly string[]): number => {
    const containing = documents.filter((document) => document.terms.includes(term)).length;
    const rarity = Math.log(1 + (documents.length - containing + 0.5) / (containing + 0.5));
    const frequency = terms.filter((candidate) => candidate === term).length;
    return (rarity * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * terms.length) / meanLength));
  };
  const queryTerms = [...new Set(termsOf(query))];
  return documents
    .filter(({ passageId }) => isReadable(passageId))
    .map(({ passageId, terms }) => ({
      passageId,
      score: queryTerms.reduce((sum, term) => sum + scoreOfTerm(term, terms), 0),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((left, right) => right.score - left.score);
}
