import type { Veto } from './veto.ts';

/** An answer is written in the language of its question. */
export const languagesDiffer: Veto = (one, other) =>
  one.language !== 'und' && other.language !== 'und' && one.language !== other.language;
