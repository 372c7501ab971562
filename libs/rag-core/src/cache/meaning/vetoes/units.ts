import { sameFactSet } from './veto.ts';

export const unitsDiffer = sameFactSet(({ words }) =>
  words.filter(({ kind }) => kind === 'unit').map(({ lower }) => lower),
);
