import { readQuestion } from './reading/read-question.ts';
import { unmatchedConcepts } from './vetoes/subject.ts';
import { type MeaningDifference, meaningDifference } from './meaning-difference.ts';

/** Two canonical questions, and how near their vectors are. */
export interface NeighborPair {
  readonly one: string;
  readonly other: string;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/**
 * Cosines from which a vector is believed, if the search agrees, when words differ that no list calls synonyms. Below
 * them another subject may be meant: vectors are blind to numbers and names, and not to what a question is about. One
 * word in the place of another is the usual trap ("sick leave", "parental leave"); one that is only added may narrow the
 * question ("leave of contractors"); where several differ, somebody has put it in words of their own.
 */
const TRUSTED_SIMILARITY = { oneForOne: 0.97, added: 0.92, reworded: 0.9 } as const;

/** What the lists and the vectors say of two near questions. */
export type NeighborVerdict =
  /** Nothing says that they mean different things. */
  | 'same'
  /** Only words that no list knows differ, and the vectors are near: the search has to agree. */
  | 'same-if-found-first'
  /** What sets them apart. */
  | MeaningDifference;

/** Whether two near questions may share an answer. */
export function judgeNeighbor({ one, other, similarity }: NeighborPair): NeighborVerdict {
  const difference = meaningDifference(one, other);
  if (difference === null) return 'same';
  if (difference !== 'subject') return difference;
  return similarity >= trustedFrom(one, other) ? 'same-if-found-first' : difference;
}

function trustedFrom(one: string, other: string): number {
  const { onlyInOne, onlyInOther } = unmatchedConcepts(readQuestion(one), readQuestion(other));
  if (onlyInOne === 0 || onlyInOther === 0) return TRUSTED_SIMILARITY.added;
  return onlyInOne + onlyInOther === 2 ? TRUSTED_SIMILARITY.oneForOne : TRUSTED_SIMILARITY.reworded;
}
