import { conceptsSaidIn, type QuestionReading, readQuestion } from './reading/read-question.ts';
import { subjectConcept, unmatchedConcepts } from './vetoes/subject.ts';

/** What an answer cites is read so far: its first pages, for about a millisecond. */
const MAX_CHARACTERS = 6_000;

/**
 * Whether what an answer cites names a thing of one canonical question and another thing in its place in the other. No
 * list knows every company's words, and a vector puts "burgled" near "soaked"; but whoever writes down that one is paid
 * for and the other is not names both, and rarely one thing by two names in one passage. Where he does, a hit is lost.
 */
export function areToldApart(
  { one, other }: { readonly one: string; readonly other: string },
  cited: readonly string[],
): boolean {
  const [reading, otherReading] = [readQuestion(one), readQuestion(other)];
  const { onlyInOne, onlyInOther } = unmatchedConcepts(reading, otherReading);
  // Spares reading the passages.
  if (onlyInOne.length === 0 || onlyInOther.length === 0) return false;
  const said = conceptsSaidIn(cited.join('\n').slice(0, MAX_CHARACTERS), reading.language);
  const isNamed = (question: QuestionReading, concepts: readonly string[]): boolean =>
    question.words.some((word) => concepts.includes(subjectConcept(word)) && said.has(word.concept));
  return isNamed(reading, onlyInOne) && isNamed(otherReading, onlyInOther);
}
