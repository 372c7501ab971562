import { type MeaningDifference, meaningDifference } from './meaning-difference.ts';

/** Two canonical questions, and how near their vectors are. */
export interface NeighborPair {
  readonly one: string;
  readonly other: string;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/**
 * Cosine from which a vector is believed when words differ that no list calls synonyms. Below it another subject may be
 * meant: vectors are blind to numbers and names, and not to what a question is about.
 */
const TRUSTED_SIMILARITY = 0.95;

/** Why two near questions must not share an answer, or null when nothing says so. */
export function neighborDifference({ one, other, similarity }: NeighborPair): MeaningDifference | null {
  const difference = meaningDifference(one, other);
  return difference === 'subject' && similarity >= TRUSTED_SIMILARITY ? null : difference;
}
