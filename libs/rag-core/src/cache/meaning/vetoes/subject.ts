import { answerTypeOf, impliedBy } from '../reading/answer-type.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { sameFactSet } from './veto.ts';

/** Verbs that order an answer, at the beginning; elsewhere they are what is asked about: "how do I list users". */
const ORDERS = new Set('tell explain describe define give list show name'.split(' '));
const BEFORE_ORDER = new Set('please kindly can could would will you just'.split(' '));

/** One says something that the other does not, in no form and by no synonym that is known. */
export const subjectDiffers = sameFactSet(subjectOf);

/** What the question is about and no other veto weighs. */
function subjectOf(reading: QuestionReading): string[] {
  const implied = impliedBy(answerTypeOf(reading));
  const order = orderAt(reading);
  return reading.words.flatMap(({ concept, isContent, pole }, at) =>
    isContent && at !== order && pole === null && !implied.has(concept) ? [concept] : [],
  );
}

/** Where "list …" or "could you show me …" orders the answer; -1 when nothing does. */
function orderAt({ words }: QuestionReading): number {
  const at = words.findIndex(({ lower }) => !BEFORE_ORDER.has(lower));
  return ORDERS.has(words[at]?.lower ?? '') ? at : -1;
}
