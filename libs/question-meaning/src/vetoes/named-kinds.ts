import type { QuestionReading } from '../reading/read-question.ts';
import { subjectConcept, unmatchedConcepts } from './subject.ts';

/**
 * Whether the word at a place only says which kind of thing is meant, and the other question speaks of something else in
 * place of that thing: "third party cover" and "liability cover", "a night flight" and "a red-eye". Then what the two
 * things are sets the questions apart, or nothing; where the other names the same thing, the word is all there is.
 */
export function saysWhichKind(reading: QuestionReading, at: number, other: QuestionReading): boolean {
  const thing = reading.words[at + 1];
  if (thing?.kind !== 'word' || !thing.isContent) return false;
  const { onlyInOne, onlyInOther } = unmatchedConcepts(reading, other);
  // "An early shift" is one word to the thesaurus, and a shift.
  const isNamed = onlyInOther.some((concept) => concept.endsWith(thing.concept));
  return onlyInOther.length > 0 && !isNamed && onlyInOne.includes(subjectConcept(thing));
}
