import { rememberByText } from '@ragfleet/kernel';
import type { RerankPassage } from '@ragfleet/rag-core';
import { STOP_WORDS } from '../language/stop-words.ts';
import { stemOf, wordsOf } from '../language/words.ts';

/** A passage as the reranker reads it. Stems are numbers of the vocabulary that it was read with. */
export interface ReadPassage {
  /** Words of title, headings and text in order, as written but for case; a break between any two of the three. */
  readonly words: readonly string[];
  /** Stems at the same places; `NO_STEM` for a function word and for a break. */
  readonly stems: readonly number[];
  /** How often each stem occurs. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Numbers for the stems of one reranking, from 0 on: most of the work is counting them. */
export interface Vocabulary {
  readonly size: number;
  /** Of a word that says something, whatever the list of function words says of it. */
  stemOf(word: string): number;
  /** `NO_STEM` for a function word and for a break. */
  contentStemOf(word: string): number;
}

export const NO_STEM = -1;
// A passage is 320 tokens, of at most 16 characters each.
const MAX_CHARACTERS = 5_000;
const KEPT_CHARACTERS = 1_000_000;
const MAX_KNOWN_STEMS = 50_000;
const BREAK = '';
const HUMP = /\p{Ll}(?=\p{Lu}\p{Ll})/gu;

export function readPassage(
  { title, headings, text }: Pick<RerankPassage, 'title' | 'headings' | 'text'>,
  vocabulary: Vocabulary,
): ReadPassage {
  const words: string[] = [];
  for (const part of [title, ...headings, text]) {
    for (const word of readWords(part)) words.push(word);
    words.push(BREAK);
  }
  const stems = words.map((word) => vocabulary.contentStemOf(word));
  const counts = new Map<number, number>();
  for (const stem of stems) if (stem !== NO_STEM) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return { words, stems, counts };
}

/** Names of programs are read by their words, as the keyword index has them: shouldRollover says should and rollover. */
export const readWords: (text: string) => readonly string[] = rememberByText(
  (text) => wordsOf(text.slice(0, MAX_CHARACTERS).replace(HUMP, '$& ')),
  KEPT_CHARACTERS,
);

export function createVocabulary(): Vocabulary {
  const stems = new Map<string, number>();
  const words = new Map<string, number>([[BREAK, NO_STEM]]);
  const stemNumber = (word: string): number => {
    const stem = knownStemOf(word);
    const known = stems.get(stem) ?? stems.size;
    stems.set(stem, known);
    return known;
  };
  return {
    get size() {
      return stems.size;
    },
    stemOf: stemNumber,
    contentStemOf(word) {
      const known = words.get(word);
      if (known !== undefined) return known;
      const stem = STOP_WORDS.has(word) ? NO_STEM : stemNumber(word);
      words.set(word, stem);
      return stem;
    },
  };
}

const knownStems = new Map<string, string>();

/** Stemming is slow; words follow Zipf's law, so that a full memory is emptied and soon of use again. */
function knownStemOf(word: string): string {
  const known = knownStems.get(word);
  if (known !== undefined) return known;
  const stem = stemOf(word);
  if (knownStems.size >= MAX_KNOWN_STEMS) knownStems.clear();
  knownStems.set(word, stem);
  return stem;
}
