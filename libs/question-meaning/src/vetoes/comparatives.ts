import { oppositeAct } from '../reading/poles.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { openEndsDiffer } from './open-ends.ts';
import { rolesDiffer } from './roles.ts';
import { smallWordsDiffer } from './small-words.ts';
import { unsaidBetween } from './unsaid-between.ts';
import { sameFactSet, type Veto } from './veto.ts';
import { wordOrderDiffers } from './word-order.ts';

const scalesDiffer: Veto = (one, other) => {
  const { poles } = unsaidBetween(one, other);
  return sameFactSet((reading) => scalesOf(reading).filter((pole) => !poles.has(pole)))(one, other);
};

const scalesOf = ({ words }: QuestionReading): readonly string[] =>
  words.flatMap(({ pole }) => (pole !== null && oppositeAct(pole) === null ? [pole] : []));

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
  openEndsDiffer(one, other) ||
  actsDiffer(one, other) ||
  actsDiffer(other, one) ||
  smallWordsDiffer(one, other) ||
  rolesDiffer(one, other) ||
  wordOrderDiffers(one, other);
