import type { SemanticMatch } from '@ragfleet/rag-core';

/** The best of several lists, nearest first. */
export const nearestOf = <Match extends SemanticMatch>(matches: readonly Match[], limit: number): Match[] =>
  matches.toSorted((left, right) => right.similarity - left.similarity).slice(0, Math.max(0, limit));
