import { canonicalQuestion } from './canonical-question.ts';
import { judgeNeighbor } from './judge-neighbor.ts';

/** Two questions as they were asked, and what is known of them. */
export interface LabelledPair {
  readonly a: string;
  readonly b: string;
  /** Whether one answer serves both. */
  readonly same: boolean;
  /** Cosine of their vectors, -1 to 1. */
  readonly similarity: number;
}

export interface ThresholdRates {
  readonly threshold: number;
  /** Share of the `same` pairs that would be served; 0 when there are none. */
  readonly hitRate: number;
  /** Pairs served that are not `same`, as a share of all pairs that are not `same`; 0 when there are none. */
  readonly falseHitRate: number;
  /** How many pairs lie at or above the threshold and are stopped by a veto, right or wrong. */
  readonly vetoed: number;
}

export interface Calibration {
  readonly pairs: number;
  /** Every candidate, rising. */
  readonly thresholds: readonly ThresholdRates[];
  /** The lowest candidate that keeps within the wanted false-hit rate; 1 when none does. */
  readonly recommended: number;
}

const LOWEST = 850;
const HIGHEST = 1_000;
const STEP = 5;
/** Vectors of 32-bit floats: equal texts come to a little less than 1. */
const TOLERANCE = 1e-6;
const DEFAULT_FALSE_HIT_RATE = 0.01;

/** What a semantic cache would do with labelled pairs at each threshold from 0.85 to 1, vetoes included. */
export function calibrateThreshold(
  pairs: readonly LabelledPair[],
  wantedFalseHitRate = DEFAULT_FALSE_HIT_RATE,
): Calibration {
  const weighed = pairs.map((pair) => ({ ...pair, isVetoed: isVetoed(pair) }));
  const thresholds = candidates().map((threshold) => ratesAt(threshold, weighed));
  const kept = thresholds.find(({ falseHitRate }) => falseHitRate <= wantedFalseHitRate);
  return { pairs: pairs.length, thresholds, recommended: kept?.threshold ?? 1 };
}

type WeighedPair = LabelledPair & { readonly isVetoed: boolean };

const isVetoed = ({ a, b, similarity }: LabelledPair): boolean =>
  !judgeNeighbor({ one: canonicalQuestion(a), other: canonicalQuestion(b), similarity }).startsWith('same');

function candidates(): number[] {
  const count = (HIGHEST - LOWEST) / STEP + 1;
  return Array.from({ length: count }, (_nothing, at) => (LOWEST + at * STEP) / 1_000);
}

function ratesAt(threshold: number, pairs: readonly WeighedPair[]): ThresholdRates {
  const near = pairs.filter(({ similarity }) => similarity >= threshold - TOLERANCE);
  const served = near.filter(({ isVetoed }) => !isVetoed);
  const hits = served.filter(({ same }) => same).length;
  const same = pairs.filter((pair) => pair.same).length;
  return {
    threshold,
    hitRate: shareOf(hits, same),
    falseHitRate: shareOf(served.length - hits, pairs.length - same),
    vetoed: near.length - served.length,
  };
}

const shareOf = (count: number, all: number): number => (all === 0 ? 0 : count / all);
