import { seededNumbers } from '@ragfleet/test-support';
import { cosineOfTexts } from './workload/cosine-of-texts.ts';
import { changeOne, type Meaning, meaningsOf, shuffled, wordingOf } from './workload/generate-workload.ts';
import type { QuestionFamily } from './workload/question-family.ts';

const SEED = 5;
const MAX_MEANINGS = 2_000;

/** Cosines of pairs: the lowest, the first quartile, the median, the third quartile, the highest. */
export type Quartiles = readonly [number, number, number, number, number];

/**
 * What an embedder makes of questions: of two wordings of one question, of a question in the same words but for one
 * slot (by what the slot holds), and of two questions of different families.
 */
export function embedderQuartiles(families: readonly QuestionFamily[]): ReadonlyMap<string, Quartiles> {
  const random = seededNumbers(SEED);
  const meanings = shuffled(meaningsOf(families), random).slice(0, MAX_MEANINGS);
  const found = new Map<string, number[]>();
  const add = (kind: string, one: string, other: string): void => {
    if (one !== other) found.set(kind, [...(found.get(kind) ?? []), cosineOfTexts(one, other)]);
  };
  for (const [at, meaning] of meanings.entries()) {
    const stranger = meanings[meanings.length - 1 - at];
    add('paraphrase', wordingOf(meaning, random), wordingOf(meaning, random));
    const miss = changeOne(meaning, random);
    if (miss !== null) add(miss.kind, ...inTheSameWords(meaning, miss.meaning, at));
    if (stranger !== undefined && stranger.family !== meaning.family)
      add('unrelated', wordingOf(meaning, random), wordingOf(stranger, random));
  }
  return new Map([...found].map(([kind, cosines]) => [kind, quartilesOf(cosines)]));
}

const inTheSameWords = (one: Meaning, other: Meaning, seed: number): [string, string] => [
  wordingOf(one, seededNumbers(seed)),
  wordingOf(other, seededNumbers(seed)),
];

function quartilesOf(cosines: readonly number[]): Quartiles {
  const sorted = cosines.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return [at(0), at(0.25), at(0.5), at(0.75), at(1)];
}
