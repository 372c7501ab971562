/** Shares of the hits and of the misses that end in time. */
export interface InTime {
  readonly hits: number;
  readonly misses: number;
}

/**
 * How many of all queries must be hits for `share` of all to end in time. 0 where the misses alone do; null where no
 * hit rate is enough, because the hits themselves do not.
 */
export function neededHitRate({ hits, misses }: InTime, share: number): number | null {
  if (misses >= share) return 0;
  if (hits < share) return null;
  return (share - misses) / (hits - misses);
}

/** The share of some times that are no longer than a limit. NaN of none. */
export const shareWithin = (timesMs: readonly number[], limitMs: number): number =>
  timesMs.filter((ms) => ms <= limitMs).length / timesMs.length;
