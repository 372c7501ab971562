import { askedUnitOf } from '../reading/answers-of.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

/** "How many days does it take" names the unit of its answer, "how long does it take" leaves it open. */
export const unitsDiffer: Veto = (one, other) => {
  const [own, others] = [onlyIn(one, other), onlyIn(other, one)];
  if (own.length === 0 && others.length === 0) return false;
  if (own.length > 0 && others.length > 0) return true;
  return (
    own.some((unit) => unit !== askedUnitOf(one.words)) ||
    others.some((unit) => unit !== askedUnitOf(other.words))
  );
};

function onlyIn({ words }: QuestionReading, other: QuestionReading): string[] {
  const known = new Set(other.words.flatMap(({ kind, lower }) => (kind === 'unit' ? [lower] : [])));
  return words.flatMap(({ kind, lower }) => (kind === 'unit' && !known.has(lower) ? [lower] : []));
}
