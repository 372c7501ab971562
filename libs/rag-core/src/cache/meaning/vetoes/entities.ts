import type { QuestionReading } from '../reading/read-question.ts';
import { isContent } from '../reading/content.ts';
import type { Veto } from './veto.ts';

/** What is called by a name in one question is not named in the other, with or without its capital. */
export const entitiesDiffer: Veto = (one, other) => isUnnamed(one, other) || isUnnamed(other, one);

function isUnnamed({ words, concepts, language }: QuestionReading, { said }: QuestionReading): boolean {
  return words.some((word, at) => {
    const concept = concepts[at];
    const isName = word.isName && (word.kind === 'word' || word.kind === 'code') && isContent(word, language);
    return isName && concept !== undefined && !said.has(concept);
  });
}
