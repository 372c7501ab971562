import { oppositeAct } from '../reading/poles.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { rolesDiffer } from './roles.ts';
import { smallWordsDiffer } from './small-words.ts';
import { sameFactSet, type Veto } from './veto.ts';
import { wordOrderDiffers } from './word-order.ts';

const scalesDiffer: Veto = (one, other) =>
  polesDiffer(leavesAfterUnsaid(one, other) || leavesAfterUnsaid(other, one) ? withoutAfter : scalesOf)(
    one,
    other,
  );

const scalesOf = ({ words }: QuestionReading): readonly string[] =>
  words.flatMap(({ pole }) => (pole !== null && oppositeAct(pole) === null ? [pole] : []));
const withoutAfter = (reading: QuestionReading): readonly string[] =>
  scalesOf(reading).filter((pole) => pole !== 'after');
const polesDiffer = sameFactSet;

const CLAUSES = new Set(['once', 'when', 'if']);

/** "What happens once I have paid" asks for what "what happens after I have paid" asks. */
const leavesAfterUnsaid = (one: QuestionReading, other: QuestionReading): boolean =>
  !one.words.some(({ pole }) => pole === 'after' || pole === 'before') &&
  one.words.some(({ lower }, at) => at > 0 && CLAUSES.has(lower)) &&
  other.words.some(({ pole }) => pole === 'after');

/** One does what the other undoes. */
const actsDiffer: Veto = (one, other) => {
  const otherPoles = polesOf(other);
  return [...polesOf(one)].some((pole) => otherPoles.has(oppositeAct(pole) ?? '') && !otherPoles.has(pole));
};

const polesOf = ({ words }: QuestionReading): ReadonlySet<string> =>
  new Set(words.flatMap(({ pole }) => pole ?? []));

/** The ends of a scale, the direction of a change, and who does what to whom. */
export const comparativesDiffer: Veto = (one, other) =>
  scalesDiffer(one, other) ||
  actsDiffer(one, other) ||
  actsDiffer(other, one) ||
  smallWordsDiffer(one, other) ||
  rolesDiffer(one, other) ||
  wordOrderDiffers(one, other);
