import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

/** What is called by a name in one question is not named in the other, with or without its capital. */
export const entitiesDiffer: Veto = (one, other) => isUnnamed(one, other) || isUnnamed(other, one);

const isUnnamed = ({ words }: QuestionReading, { said }: QuestionReading): boolean =>
  words.some(({ isName, isContent, concept }) => isName && isContent && !said.has(concept));
