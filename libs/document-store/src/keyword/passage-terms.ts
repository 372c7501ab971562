import type { NewPassage } from '@ragfleet/rag-core';
import type { Language } from './languages.ts';
import { indexedTerm, termsOf } from './terms.ts';

/** A title says what a passage is about: one of its words counts as two (`npm run eval -- --dataset DIR` shows what it brings). */
const TITLE_WEIGHT = 2;
const HEADING_WEIGHT = 1;

export interface PassageTerms {
  /** Weighted occurrences by indexed term; none for the one that names the language. */
  readonly terms: Readonly<Record<string, number>>;
  /** Their sum: the passage's length for BM25. */
  readonly length: number;
}

/**
 * What the keyword index holds of one passage: its text, the headings above it and its document's title, as words of
 * the document's language.
 */
export function passageTerms(
  title: string,
  passage: Pick<NewPassage, 'headings' | 'text'>,
  language: Language,
): PassageTerms {
  const frequencies = new Map<string, number>([[indexedTerm(language, ''), 0]]);
  let length = 0;
  const add = (text: string, weight: number): void => {
    for (const term of termsOf(text, language)) {
      const indexed = indexedTerm(language, term);
      frequencies.set(indexed, (frequencies.get(indexed) ?? 0) + weight);
      length += weight;
    }
  };
  add(passage.text, 1);
  add(title, TITLE_WEIGHT);
  for (const heading of passage.headings) if (heading !== title) add(heading, HEADING_WEIGHT);
  return { terms: Object.fromEntries(frequencies), length };
}
