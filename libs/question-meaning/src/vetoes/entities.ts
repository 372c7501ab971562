import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

/**
 * What is called by a name in one question is not named in the other, with or without its capital. A first word has its
 * capital in any case: it is taken for a name only where both questions open with one that the other does not know.
 */
export const entitiesDiffer: Veto = (one, other) =>
  isUnnamed(one, other) || isUnnamed(other, one) || (opensUnnamed(one, other) && opensUnnamed(other, one));

const isUnnamed = ({ words }: QuestionReading, { said }: QuestionReading): boolean =>
  words.some(({ isName, isContent, concept }) => isName && isContent && !said.has(concept));

/** "Engravings that …", "Delay of …": no name goes on so. */
const BEHIND_NOUN = new Set('of that which who whose'.split(' '));

function opensUnnamed({ words: [first, next] }: QuestionReading, { said }: QuestionReading): boolean {
  if (BEHIND_NOUN.has(next?.lower ?? '')) return false;
  return first !== undefined && /^\p{Lu}/u.test(first.text) && first.isContent && !said.has(first.concept);
}
