import type { ClusteredVectors } from './clustered-vectors.ts';

/** Every vector compared with every probe, in one block of memory: what is nearest is known for certain. */
export interface ExactScan {
  /** The place of the nearest. */
  nearest(probe: Float32Array): number;
}

export function createExactScan(vectors: ClusteredVectors, count: number, dimension: number): ExactScan {
  const block = new Float32Array(count * dimension);
  for (let place = 0; place < count; place += 1) block.set(vectors.at(place), place * dimension);
  return {
    nearest: (probe) => {
      let best = { place: 0, similarity: Number.NEGATIVE_INFINITY };
      for (let place = 0; place < count; place += 1) {
        const from = place * dimension;
        let sum = 0;
        for (let at = 0; at < dimension; at += 1) sum += (block[from + at] ?? 0) * (probe[at] ?? 0);
        if (sum > best.similarity) best = { place, similarity: sum };
      }
      return best.place;
    },
  };
}
