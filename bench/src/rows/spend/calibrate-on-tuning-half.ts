import { calibrateThreshold, canonicalQuestion } from '@ragfleet/question-meaning';
import { seededNumbers } from '@ragfleet/test-support';
import { cosineOfTexts } from './workload/cosine-of-texts.ts';
import { changeOne, FAMILIES, type Meaning, meaningsOf, wordingOf } from './workload/generate-workload.ts';

const SEED = 11;
const PAIRS_PER_MEANING = 2;

/**
 * The cosine from which questions may answer each other, as `ragfleet cache calibrate` finds it for an embedder: from
 * labelled pairs of the tuning half, for false hits of 1 % of the pairs that differ.
 */
export function calibrateOnTuningHalf(): number {
  const random = seededNumbers(SEED);
  const pairs = meaningsOf(FAMILIES.tuning).flatMap((meaning) =>
    Array.from({ length: PAIRS_PER_MEANING }, () => [
      pairOf(meaning, meaning, random),
      pairOf(meaning, changeOne(meaning, random)?.meaning ?? null, random),
    ]).flat(),
  );
  return calibrateThreshold(pairs.filter((pair) => pair !== null)).recommended;
}

function pairOf(one: Meaning, other: Meaning | null, random: () => number) {
  if (other === null) return null;
  const [a, b] = [canonicalQuestion(wordingOf(one, random)), canonicalQuestion(wordingOf(other, random))];
  return a === b ? null : { a, b, same: one === other, similarity: cosineOfTexts(a, b) };
}
