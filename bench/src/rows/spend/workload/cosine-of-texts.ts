import { embedByConcepts } from './concept-embedder.ts';

/** How near the workload's embedder puts two texts: 1 is the same direction. */
export function cosineOfTexts(one: string, other: string): number {
  const vector = embedByConcepts(other);
  return embedByConcepts(one).reduce((sum, value, at) => sum + value * (vector[at] ?? 0), 0);
}
