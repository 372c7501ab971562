import type { RerankPassage } from '@ragfleet/rag-core';
import { STOP_WORDS } from '../language/stop-words.ts';
import { stemOf, wordsOf } from '../language/words.ts';

/** A passage as the reranker reads it. */
export interface ReadPassage {
  /** Words of title, headings and text in order, as written but for case; a break between any two of the three. */
  readonly words: readonly string[];
  /** Stems at the same places; `null` for a function word and for a break. */
  readonly stems: readonly (string | null)[];
  /** How often each stem occurs. */
  readonly counts: ReadonlyMap<string, number>;
}

// A passage is a few hundred words. What is cut off here was never cut into passages.
const MAX_CHARACTERS = 16_000;
const MAX_KNOWN_STEMS = 50_000;
const BREAK = '';
const HUMP = /\p{Ll}(?=\p{Lu}\p{Ll})/gu;

export function readPassage({ title, headings, text }: RerankPassage): ReadPassage {
  const words = [title, ...headings, text].flatMap((part) => [...readWords(part), BREAK]);
  const stems = words.map(contentStemOf);
  const counts = new Map<string, number>();
  for (const stem of stems) if (stem !== null) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return { words, stems, counts };
}

/** Names of programs are read by their words, as the keyword index has them: shouldRollover says should and rollover. */
export const readWords = (text: string): string[] =>
  wordsOf(text.slice(0, MAX_CHARACTERS).replace(HUMP, '$& '));

const contentStemOf = (word: string): string | null =>
  word === BREAK || STOP_WORDS.has(word) ? null : knownStemOf(word);

const knownStems = new Map<string, string>();

/** Stemming is most of the work; words follow Zipf's law, so that a full memory is emptied and soon of use again. */
export function knownStemOf(word: string): string {
  const known = knownStems.get(word);
  if (known !== undefined) return known;
  const stem = stemOf(word);
  if (knownStems.size >= MAX_KNOWN_STEMS) knownStems.clear();
  knownStems.set(word, stem);
  return stem;
}
