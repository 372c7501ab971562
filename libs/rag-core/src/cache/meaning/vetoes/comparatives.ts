import { oppositeAct } from '../reading/poles.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { rolesDiffer } from './roles.ts';
import { smallWordsDiffer } from './small-words.ts';
import { sameFactSet, type Veto } from './veto.ts';
import { wordOrderDiffers } from './word-order.ts';

const scalesDiffer = sameFactSet(({ words }) =>
  words.flatMap(({ pole }) => (pole !== null && oppositeAct(pole) === null ? [pole] : [])),
);

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
