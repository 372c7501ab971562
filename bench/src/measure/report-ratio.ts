import type { SideCosts } from '../contract.ts';
import { median, quartiles, restlessness } from './quartiles.ts';

/** Beyond this a ratio would say more about the machine than about the code. */
const MAX_RESTLESSNESS = 0.25;

export interface Ratio {
  /** Median of the rounds' ratios by CPU; null when the other side was too restless to compare with. */
  readonly ratio: number | null;
  readonly spread: readonly [number, number];
}

/** Ours against another side, round by round: both sides of a round saw the same machine. */
export function reportRatio(ours: SideCosts, other: SideCosts): Ratio {
  const ratios = ours.cpuUs.map((cost, round) => cost / (other.cpuUs[round] ?? Number.NaN));
  const spread = quartiles(ratios);
  return { ratio: restlessness(other.cpuUs) > MAX_RESTLESSNESS ? null : median(ratios), spread };
}
