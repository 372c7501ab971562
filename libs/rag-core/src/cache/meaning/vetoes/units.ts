import { askedUnitOf } from '../reading/answers-of.ts';
import { measuresOf } from '../reading/measures-of.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

/**
 * "How many days does it take" names the unit of its answer, "how long does it take" leaves it open. A word that measures
 * is as good as a unit: "tonnes of wheat" are not "bushels of wheat".
 */
export const unitsDiffer: Veto = (one, other) => {
  const [own, others] = [onlyIn(one, other), onlyIn(other, one)];
  const [ownMeasures, otherMeasures] = [unsaidMeasures(one, other), unsaidMeasures(other, one)];
  if (own.length + ownMeasures.length > 0 && others.length + otherMeasures.length > 0) return true;
  return (
    own.some((unit) => unit !== askedUnitOf(one.words)) ||
    others.some((unit) => unit !== askedUnitOf(other.words))
  );
};

/** "Pounds" weigh or pay, and degrees are not said to be Celsius where everybody knows. */
const ALSO: ReadonlyMap<string, readonly string[]> = new Map([
  ['pound', ['lb', 'gbp']],
  ['degree', ['celsius']],
  ['celsius', ['degree']],
  ['lb', ['pound']],
  ['gbp', ['pound']],
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
