import { sameFacts } from './veto.ts';

/** In order: "2 weeks and 3 days" is not "3 weeks and 2 days". */
export const numbersDiffer = sameFacts(({ words }) =>
  words.filter(({ kind }) => kind === 'number').map(({ lower }) => lower),
);
