import type { Embedded } from './embed-request.ts';

/** The vectors of texts that were embedded lately, the oldest forgotten first. */
export interface RecentVectors {
  get(contentHash: string): Embedded | undefined;
  set(contentHash: string, vector: Embedded): void;
}

/** Equal documents stand next to each other in an ingestion, so their texts meet within this. */
const MAX_BYTES = 64 * 1_048_576;
const MAX_TEXTS = 100_000;

export function createRecentVectors(dimension: number): RecentVectors {
  const bytesEach = dimension * Float32Array.BYTES_PER_ELEMENT;
  const capacity = Math.min(MAX_TEXTS, Math.max(1, Math.floor(MAX_BYTES / bytesEach)));
  const recent = new Map<string, Embedded>();
  return {
    get: (contentHash) => recent.get(contentHash),
    set: (contentHash, vector) => {
      recent.set(contentHash, vector);
      if (recent.size <= capacity) return;
      const [oldest] = recent.keys();
      if (oldest !== undefined) recent.delete(oldest);
    },
  };
}
