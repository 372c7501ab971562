import type { Figure, RowReport, SideCosts } from '../contract.ts';
import { areMet } from './figures.ts';
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

/** Of a side that was not measured. */
export const NO_COSTS: SideCosts = { cpuUs: [], wallUs: [] };

const US_PER_SECOND = 1_000_000;

/** Operations a second by the clock, as a note says them. */
export const perSecondOf = ({ wallUs }: SideCosts): string => (US_PER_SECOND / median(wallUs)).toFixed(0);

/** What a row comes to whose ratio has a limit: all of its figures are held to theirs, among which is that ratio. */
export const rowWithin = (
  limit: number,
  { ratio, spread }: Ratio,
  figures: Readonly<Record<string, Figure>>,
): Pick<RowReport, 'ratio' | 'spread' | 'target' | 'met' | 'figures'> => ({
  ratio,
  spread,
  target: `<= ${limit}x`,
  met: areMet(figures),
  figures,
});
