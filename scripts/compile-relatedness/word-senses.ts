import type { Synsets } from './read-synsets.ts';

/** What a stem can mean: for each meaning, its share of all uses of the stem, 0 to 1. */
export type SharesOfStem = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A use that no corpus shows counts this much for the first meaning of a common word, half as much for the second, and so on. */
const UNCOUNTED = 2;
/** And of others: "cancellous" is no reading of "cancel", whose stem it has. */
const UNCOUNTED_RARE = 0.2;
/** Verbs whose uses with a particle are uses of theirs too: "throw away" stands where "throw" does. */
const PARTICLES =
  /^([a-z]+)_(?:away|out|off|up|down|in|on|over|back|through|together|around|along|by|for|to|with)$/;
/** Of the uses of a base, what counts for an irregular form that is a word of its own as well: "left", "shot". */
const IRREGULAR_SHARE = 0.5;
/** Of two pieces of the vocabulary that tells specificity. */
const MAX_SPECIFICITY = 1.15;
const IS_WORD = /^[a-z]{2,}$/;

export interface Language {
  readonly stemOf: (word: string) => string;
  /** Words that carry no topic: "can", "may". */
  readonly stopWords: ReadonlySet<string>;
  /** About 0.1 to 1 for words of one piece, more for those of several. */
  readonly specificityOf: (word: string) => number;
}

export const isTopicWord = (word: string, { stopWords }: Language): boolean =>
  IS_WORD.test(word) && !stopWords.has(word);

/** The stems of words that a corpus has, or that are so common as to be two pieces of the language's alphabet at the most. */
export function knownStems({ senses, irregular }: Synsets, language: Language): ReadonlySet<string> {
  const isKnown = (word: string): boolean => language.specificityOf(word) <= MAX_SPECIFICITY;
  const words = senses.flatMap(({ word, count }) =>
    isTopicWord(word, language) && (count > 0 || isKnown(word)) ? [word] : [],
  );
  return new Set([...words, ...irregular.map(([form]) => form).filter(isKnown)].map(language.stemOf));
}

/** Words with one stem are one here, as they are wherever stems are compared. */
export function sharesOfStems({ senses, irregular }: Synsets, language: Language): SharesOfStem {
  const weights = new Map<string, Map<string, number>>();
  const add = (word: string, synset: string, weight: number): void => {
    if (!isTopicWord(word, language)) return;
    const stem = language.stemOf(word);
    const known = weights.get(stem) ?? new Map<string, number>();
    known.set(synset, (known.get(synset) ?? 0) + weight);
    weights.set(stem, known);
  };
  const formsOf = Map.groupBy(irregular, ([, base]) => base);
  for (const sense of senses) {
    const uncounted = language.specificityOf(sense.word) <= 1 ? UNCOUNTED : UNCOUNTED_RARE;
    const weight = sense.count + uncounted / sense.place;
    add(sense.word, sense.synset, weight);
    const verb = sense.synset.startsWith('v') ? PARTICLES.exec(sense.word)?.[1] : undefined;
    if (verb !== undefined) add(verb, sense.synset, weight);
    for (const [form] of formsOf.get(sense.word) ?? []) add(form, sense.synset, weight * IRREGULAR_SHARE);
  }
  return new Map([...weights].map(([stem, weighed]) => [stem, sharesOf(weighed)]));
}

function sharesOf(weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const all = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([synset, weight]) => [synset, weight / all]));
}
