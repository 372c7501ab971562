import { isAct } from './lexicon/lexicon.ts';
import type { QuestionReading } from './reading/read-question.ts';
import { type UnmatchedConcepts, unmatchedPlaces } from './vetoes/subject.ts';

/** What words that differ stand for: it says how far a vector may move. */
export type Apartness =
  /** One says what is done, where the other leaves it unsaid: "villas occupied 2011". */
  | 'added-act'
  /** One says more than the other. */
  | 'added'
  /** Each names something that the other does not: the usual trap. */
  | 'other-thing'
  /** One has an act where the other has a thing or another act: "who supplies", "which supplier". */
  | 'reworded';

export function apartnessOf(
  [one, other]: readonly [QuestionReading, QuestionReading],
  { onlyInOne, onlyInOther }: UnmatchedConcepts,
): Apartness {
  const namesOne = unmatchedPlaces(one, onlyInOne).some((at) => isThingAt(one, at));
  const namesOther = unmatchedPlaces(other, onlyInOther).some((at) => isThingAt(other, at));
  if (onlyInOne.length === 0 || onlyInOther.length === 0)
    return namesOne || namesOther ? 'added' : 'added-act';
  return namesOne && namesOther ? 'other-thing' : 'reworded';
}

/** What no lexicon knows is a thing; a book is none where somebody wants "to book". */
const isThingAt = ({ words }: QuestionReading, at: number): boolean => {
  const [wish, to, word] = [-2, -1, 0].map((offset) => words[at + offset]?.lower ?? '');
  const isWished = to === 'to' && WISHES.has(wish ?? '');
  return !isWished && !isAct(word ?? '');
};
const WISHES = new Set('want like wish plan going how'.split(' '));
