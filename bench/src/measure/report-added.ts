import { median, quartiles, restlessness } from './quartiles.ts';

/** Beyond this a difference would say more about the machine than about the code. */
const MAX_RESTLESSNESS = 0.25;

export interface Added {
  /** Median of the rounds' differences in milliseconds; null when the other side was too restless to compare with. */
  readonly addedMs: number | null;
  readonly spread: readonly [number, number];
}

/** What ours takes longer than the other side, round by round: both sides of a round saw the same machine. */
export function reportAdded(oursMs: readonly number[], otherMs: readonly number[]): Added {
  const added = oursMs.map((ms, round) => ms - (otherMs[round] ?? Number.NaN));
  return {
    addedMs: restlessness(otherMs) > MAX_RESTLESSNESS ? null : median(added),
    spread: quartiles(added),
  };
}
