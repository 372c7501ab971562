import { poleAt } from '../reading/poles.ts';
import { rolesDiffer } from './roles.ts';
import { sameFactSet, type Veto } from './veto.ts';

const polesDiffer = sameFactSet((reading) => reading.words.flatMap((_word, at) => poleAt(reading, at) ?? []));

/** The ends of a scale, the direction of a change, and who does what to whom. */
export const comparativesDiffer: Veto = (one, other) => polesDiffer(one, other) || rolesDiffer(one, other);
