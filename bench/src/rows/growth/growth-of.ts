import type { Figure } from '../../contract.ts';
import { median, quartiles } from '../../measure/quartiles.ts';
import { slopeOf } from '../../measure/slope-of.ts';
import type { GrowthLaw } from './growth-stage.ts';

/** What an operation cost in each round where there was so much. */
export interface CostsAtSize {
  /** Things that there were, in the mean. */
  readonly size: number;
  /** Microseconds of CPU an operation, of this process and its server. */
  readonly cpuUs: readonly number[];
}

export interface Growth {
  /** Of the straight line through the logarithms: 0 does not grow, 1 grows as the things do. Median of the rounds. */
  readonly slope: number;
  readonly spread: readonly [number, number];
  /** The largest beside the smallest, median of the rounds. */
  readonly ratio: number;
}

/** Every round has its own slope: what a machine did meanwhile fell on all of its sizes alike. NaN of fewer than two sizes. */
export function growthOf(sizes: readonly CostsAtSize[]): Growth {
  const [small, large] = [sizes[0], sizes.at(-1)];
  const rounds = small?.cpuUs.map((_, round) => round) ?? [];
  const at = (of: CostsAtSize | undefined, round: number): number => of?.cpuUs[round] ?? Number.NaN;
  const slopes = rounds.map((round) =>
    slopeOf(sizes.map((one) => ({ x: Math.log(one.size), y: Math.log(at(one, round)) }))),
  );
  const ratios = rounds.map((round) => at(large, round) / at(small, round));
  return { slope: median(slopes), spread: quartiles(slopes), ratio: median(ratios) };
}

/** 1.26 times for a hundred times as much: what a table costs that no longer fits into a processor's caches. */
const CONSTANT_SLOPE = 0.05;
/** Of ln(100,000) / ln(1,000), a step for each doubling, is 0.111: 1.67 times for a hundred times as much. */
const LOGARITHM_SLOPE = 0.12;
const LIMITS: Readonly<Record<GrowthLaw, number>> = {
  constant: CONSTANT_SLOPE,
  logarithm: LOGARITHM_SLOPE,
};
/**
 * Between the quartiles of the rounds' slopes. Beyond this a slope would say more about the machine than about the code;
 * what a whole round took longer is in no slope.
 */
const MAX_SPREAD = 0.1;

export function growthFigure(sizes: readonly CostsAtSize[], law: GrowthLaw, things: string): Figure {
  const { slope, spread, ratio } = growthOf(sizes);
  const isRestless = !(spread[1] - spread[0] <= MAX_SPREAD);
  const limit = LIMITS[law];
  const costs = sizes.map(({ cpuUs }) => median(cpuUs).toFixed(0)).join(', ');
  const counts = sizes.map(({ size }) => Math.round(size).toLocaleString('en')).join(', ');
  return {
    ratio: isRestless ? null : slope,
    target: `slope <= ${limit}`,
    met: !isRestless && slope <= limit,
    note: `${costs} us with ${counts} ${things}; ${ratio.toFixed(2)}x, quartiles of the slope ${spread.map((one) => one.toFixed(3)).join(' to ')}`,
  };
}

/** Bytes of a server that holds so many things. */
export interface MemoryAtSize {
  readonly size: number;
  readonly bytes: number;
}

/** Above what one of few takes, one of a hundred times as many may take this much: tables double. */
const MAX_OF_ONE = 1.15;

/** Linear: one of many takes no more than one of few. */
export function memoryFigure(sizes: readonly MemoryAtSize[], things: string): Figure {
  const perThing = sizes.map(({ size, bytes }) => bytes / size);
  const ratio = (perThing.at(-1) ?? Number.NaN) / (perThing[0] ?? Number.NaN);
  const slope = slopeOf(sizes.map(({ size, bytes }) => ({ x: size, y: bytes })));
  const counts = sizes.map(({ size }) => size.toLocaleString('en')).join(', ');
  const each = perThing.map((bytes) => bytes.toFixed(0)).join(', ');
  return {
    ratio,
    target: `<= ${MAX_OF_ONE}x for each of a hundred times as many`,
    met: ratio <= MAX_OF_ONE,
    note: `${slope.toFixed(0)} B for one more; ${each} B each of ${counts} ${things}`,
  };
}
