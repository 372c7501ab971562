import { rolesDiffer } from './roles.ts';
import { smallWordsDiffer } from './small-words.ts';
import { sameFactSet, type Veto } from './veto.ts';
import { wordOrderDiffers } from './word-order.ts';

const polesDiffer = sameFactSet(({ words }) => words.flatMap(({ pole }) => pole ?? []));

/** The ends of a scale, the direction of a change, and who does what to whom. */
export const comparativesDiffer: Veto = (one, other) =>
  polesDiffer(one, other) ||
  smallWordsDiffer(one, other) ||
  rolesDiffer(one, other) ||
  wordOrderDiffers(one, other);
