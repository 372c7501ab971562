import { differInOnePlace } from './differ-in-one-place.ts';
import { type QuestionReading, readQuestion } from './reading/read-question.ts';
import { areRelatives } from './reading/relatives/relatives-of.ts';
import { type UnmatchedConcepts, unmatchedConcepts } from './vetoes/subject.ts';
import { type MeaningDifference, meaningDifference } from './meaning-difference.ts';
import { apartnessOf } from './words-apart.ts';

/** Two canonical questions, and how near their vectors are. */
export interface NeighborPair {
  readonly one: string;
  readonly other: string;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/**
 * How far a vector may move and still be believed, if the search agrees, when words differ that no list calls synonyms, nor
 * different things of one kind: 1 - cosine, times what both questions speak of. Vectors are blind to numbers and names, and
 * not to what a question is about, but the longer a question is, the less one word of another meaning moves its vector.
 * Another thing in the place of one is the usual trap, and nothing else moves the vector there; somebody's own words for
 * what is done move it farther and mean the same. Of two or three words a vector has little to tell by: nothing below
 * `lowest` is believed. Where each question names something of its own, what the answer cites is asked as well (`told-apart.ts`),
 * and the vector is believed farther. How they were chosen, and what they would cost where no list knows a word:
 * docs/decisions/0039 and 0066.
 */
const TRUSTED = {
  inOnePlace: { move: 0.18, lowest: 0.95 },
  'added-act': { move: 0.6, lowest: 0.87 },
  added: { move: 0.36, lowest: 0.9 },
  'other-thing': { move: 0.5, lowest: 0.85 },
  reworded: { move: 0.8, lowest: 0.85 },
} as const;
const LOWEST_TRUSTED = Math.min(...Object.values(TRUSTED).map(({ lowest }) => lowest));

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
  // Most end here and are read once.
  if (difference !== 'subject' || similarity < LOWEST_TRUSTED) return difference;
  const [reading, otherReading] = [readQuestion(one), readQuestion(other)];
  const unmatched = unmatchedConcepts(reading, otherReading);
  if (sayRelatives(unmatched) || areOfNoList(unmatched)) return difference;
  const trusted = trustedFrom(reading, otherReading, unmatched);
  return similarity >= trusted ? 'same-if-found-first' : difference;
}

/**
 * True where two near questions differ in words alone, none of which a list calls another thing of a kind: whoever knows
 * the words could tell.
 */
export function isOnlyWordedApart({ one, other }: Pick<NeighborPair, 'one' | 'other'>): boolean {
  if (meaningDifference(one, other) !== 'subject') return false;
  return !sayRelatives(unmatchedConcepts(readQuestion(one), readQuestion(other)));
}

/** One says another thing of a kind than the other does. */
const sayRelatives = ({ onlyInOne, onlyInOther }: UnmatchedConcepts): boolean =>
  onlyInOne.some((concept) => onlyInOther.some((other) => areRelatives(concept, other)));

/** No list knows the words of other scripts, nor how they deny or undo: their vectors are not believed. */
const areOfNoList = ({ onlyInOne, onlyInOther }: UnmatchedConcepts): boolean =>
  [...onlyInOne, ...onlyInOther].some((concept) => OTHER_SCRIPT.test(concept));
const OTHER_SCRIPT = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u;

function trustedFrom(one: QuestionReading, other: QuestionReading, unmatched: UnmatchedConcepts): number {
  const kind = differInOnePlace(one, other) ? 'inOnePlace' : apartnessOf([one, other], unmatched);
  const { move, lowest } = TRUSTED[kind];
  return Math.max(lowest, 1 - move / Math.min(spokenOf(one), spokenOf(other)));
}

/** How many things a question speaks of, names, numbers, dates and units among them; at least one. */
const spokenOf = ({ words }: QuestionReading): number =>
  Math.max(
    1,
    new Set(words.flatMap(({ kind, isContent, concept }) => (kind !== 'word' || isContent ? [concept] : [])))
      .size,
  );
