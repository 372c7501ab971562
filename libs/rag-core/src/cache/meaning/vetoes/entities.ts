import { isAct } from '../lexicon/lexicon.ts';
import { CASE_DISTINCT } from '../reading/case-distinct.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { isListed } from '../reading/synonyms.ts';
import type { Veto } from './veto.ts';

/**
 * What is called by a name in one question is not named in the other, with or without its capital. A first word has its
 * capital in any case: it is taken for a name only where both questions open with one that the other does not know, and
 * not both with a common word.
 */
export const entitiesDiffer: Veto = (one, other) =>
  isUnnamed(one, other) || isUnnamed(other, one) || haveOpeningNames(one, other);

const haveOpeningNames: Veto = (one, other) =>
  opensUnnamed(one, other) && opensUnnamed(other, one) && !(opensCommon(one) && opensCommon(other));

const isUnnamed = ({ words }: QuestionReading, { said }: QuestionReading): boolean =>
  words.some(({ isName, isContent, concept }) => isName && isContent && !said.has(concept));

/** "Engravings that …", "Delay of …": no name goes on so. */
const BEHIND_NOUN = new Set('of that which who whose'.split(' '));

function opensUnnamed({ words: [first, next] }: QuestionReading, { said }: QuestionReading): boolean {
  if (first === undefined || BEHIND_NOUN.has(next?.lower ?? '')) return false;
  return /^\p{Lu}/u.test(first.text) && first.isContent && !said.has(first.concept);
}

/**
 * "Commission 2019" and "Taking photos": what the thesaurus knows, or a verb that is a noun, but for what is another word
 * with a capital.
 */
function opensCommon({ words: [first] }: QuestionReading): boolean {
  const lower = first?.text.toLowerCase() ?? '';
  return !CASE_DISTINCT.has(lower) && (isListed(lower) || (lower.endsWith('ing') && isAct(lower)));
}
