import { rememberByText } from '@ragfleet/kernel';
import type { RerankPassage } from '@ragfleet/rag-core';
import { STOP_WORDS } from '../language/stop-words.ts';
import { stemOf, wordsOf } from '../language/words.ts';

/** A passage as the reranker reads it. Stems are numbers of the vocabulary that it was read with. */
export interface ReadPassage {
  /** Words of title, headings and text in order, as written but for case; a break between any two of the three. */
  readonly words: readonly string[];
  /** The stems that occur, each once, in the order of their first places. */
  readonly stems: readonly number[];
  /** Of each stem in that order: its places among the words, ascending. */
  readonly places: readonly (readonly number[])[];
}

/** Numbers for the stems of one reranking, from 0 on: most of the work is counting them. */
export interface Vocabulary {
  readonly size: number;
  /** The number of a stem. */
  numberOf(stem: string): number;
  /** The number of a stem that has one. */
  knownNumberOf(stem: string): number | undefined;
  /** The stem of a number that was given. */
  stemOf(number: number): string;
}

// A passage is 320 tokens, of at most 16 characters each.
const MAX_CHARACTERS = 5_000;
const KEPT_CHARACTERS = 1_000_000;
const MAX_KNOWN_STEMS = 50_000;
const BREAK = '';
/** PostgreSQL stores none; in any other text it is a break as well. */
const PART_END = '\0';
const HUMP = /\p{Ll}(?=\p{Lu}\p{Ll})/gu;

export function readPassage(
  { title, headings, text }: Pick<RerankPassage, 'title' | 'headings' | 'text'>,
  vocabulary: Vocabulary,
): ReadPassage {
  const { words, stems, places } = readParts([title, ...headings, text].join(PART_END));
  return { words, stems: stems.map((stem) => vocabulary.numberOf(stem)), places };
}

interface ReadParts extends Pick<ReadPassage, 'words' | 'places'> {
  readonly stems: readonly string[];
}

/** All that is known of a passage without the others beside it: the same ones come again with every query near them. */
const readParts: (parts: string) => ReadParts = rememberByText((parts) => {
  const words = parts.split(PART_END).flatMap((part) => [...wordsIn(part), BREAK]);
  const places = new Map<string, number[]>();
  for (const [at, word] of words.entries()) {
    if (word === BREAK || STOP_WORDS.has(word)) continue;
    const stem = knownStemOf(word);
    const known = places.get(stem);
    if (known) known.push(at);
    else places.set(stem, [at]);
  }
  return { words, stems: [...places.keys()], places: [...places.values()] };
}, KEPT_CHARACTERS);

/** Names of programs are read by their words, as the keyword index has them: shouldRollover says should and rollover. */
export const wordsIn = (text: string): readonly string[] =>
  wordsOf(text.slice(0, MAX_CHARACTERS).replace(HUMP, '$& '));

export function createVocabulary(): Vocabulary {
  const numbers = new Map<string, number>();
  const stems: string[] = [];
  return {
    get size() {
      return stems.length;
    },
    numberOf(stem) {
      const known = numbers.get(stem);
      if (known !== undefined) return known;
      const number = stems.push(stem) - 1;
      numbers.set(stem, number);
      return number;
    },
    knownNumberOf: (stem) => numbers.get(stem),
    stemOf: (number) => stems[number] ?? '',
  };
}

const knownStems = new Map<string, string>();

/** Stemming is slow; words follow Zipf's law, so that a full memory is emptied and soon of use again. */
export function knownStemOf(word: string): string {
  const known = knownStems.get(word);
  if (known !== undefined) return known;
  const stem = stemOf(word);
  if (knownStems.size >= MAX_KNOWN_STEMS) knownStems.clear();
  knownStems.set(word, stem);
  return stem;
}
