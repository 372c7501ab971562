import { isAct } from './lexicon/lexicon.ts';
import type { QuestionReading } from './reading/read-question.ts';
import { type UnmatchedConcepts, unmatchedForms } from './vetoes/subject.ts';

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
  const namesOne = unmatchedForms(one, onlyInOne).some(isThing);
  const namesOther = unmatchedForms(other, onlyInOther).some(isThing);
  if (onlyInOne.length === 0 || onlyInOther.length === 0)
    return namesOne || namesOther ? 'added' : 'added-act';
  return namesOne && namesOther ? 'other-thing' : 'reworded';
}

/** What no lexicon knows is a thing. */
const isThing = (form: string): boolean => !isAct(form);
