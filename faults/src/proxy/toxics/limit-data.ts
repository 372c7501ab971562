import type { Toxics } from '../contract.ts';

/** Counts what passes against the limit that is set, anew for each limit. */
export interface DataLimit {
  /** How many of `sizeBytes` may pass, and whether the limit is reached with them. */
  admit(
    limit: Toxics['limitData'],
    sizeBytes: number,
  ): { readonly bytes: number; readonly isReached: boolean };
}

export function createDataLimit(): DataLimit {
  let current: Toxics['limitData'];
  let leftBytes = 0;
  return {
    admit: (limit, sizeBytes) => {
      if (limit === undefined) return { bytes: sizeBytes, isReached: false };
      if (limit !== current) leftBytes = limit.bytes;
      current = limit;
      const bytes = Math.min(sizeBytes, leftBytes);
      leftBytes -= bytes;
      return { bytes, isReached: leftBytes === 0 };
    },
  };
}
