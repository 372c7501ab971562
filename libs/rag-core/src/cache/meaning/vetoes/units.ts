import { askedTimesOf, askedUnitOf } from '../reading/answers-of.ts';
import { measuresOf } from '../reading/measures-of.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { commonAnswers } from './question-word.ts';
import type { Veto } from './veto.ts';

/**
 * "How many days does it take" names the unit of its answer, "how long does it take" leaves it open. A word that measures
 * is as good as a unit: "tonnes of wheat" are not "bushels of wheat".
 */
export const unitsDiffer: Veto = (one, other) => {
  const [own, others] = [onlyIn(one, other), onlyIn(other, one)];
  const [ownMeasures, otherMeasures] = [unsaidMeasures(one, other), unsaidMeasures(other, one)];
  if (own.length + ownMeasures.length > 0 && others.length + otherMeasures.length > 0) return true;
  return isUnasked(one, other, own) || isUnasked(other, one, others);
};

/** A unit that says in what the answer is counted, or what times are asked for, is left open where the other asks the same. */
function isUnasked(reading: QuestionReading, other: QuestionReading, units: readonly string[]): boolean {
  const timesAsked = commonAnswers(reading, other).has('when') ? askedTimesOf(reading.words) : null;
  return units.some((unit) => unit !== askedUnitOf(reading.words) && unit !== timesAsked);
}

/** "Pounds" weigh or pay, francs are Swiss, and degrees are not said to be Celsius where everybody knows. */
const ALSO: ReadonlyMap<string, readonly string[]> = new Map([
  ['pound', ['lb', 'gbp']],
  ['degree', ['celsius']],
  ['celsius', ['degree']],
  ['lb', ['pound']],
  ['gbp', ['pound']],
  ['franc', ['chf']],
  ['chf', ['franc']],
]);

/** What one counts in, in words that may be units, and the other does not say. */
const unsaidMeasures = ({ words }: QuestionReading, { said }: QuestionReading): string[] =>
  measuresOf(words).filter((concept) => !said.has(concept));

function onlyIn({ words }: QuestionReading, other: QuestionReading): string[] {
  const known = new Set(
    other.words.flatMap(({ kind, lower }) => (kind === 'unit' ? [lower, ...(ALSO.get(lower) ?? [])] : [])),
  );
  return words.flatMap(({ kind, lower }) => (kind === 'unit' && !known.has(lower) ? [lower] : []));
}
