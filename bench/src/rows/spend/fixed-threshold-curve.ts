import { createFixedThreshold } from './sides/plain-sides.ts';
import { falseHitRate, hitRate, type SpendTally, tallySpend } from './tally-spend.ts';
import { embedByConcepts } from './workload/concept-embedder.ts';
import type { AskedInWorkload } from './workload/generate-workload.ts';

export interface ThresholdPoint {
  readonly threshold: number;
  readonly tally: SpendTally;
}

/** From what GPTCache takes when it is told nothing (distance 0.8 of 4, cosine 0.6) to equal texts alone. */
const THRESHOLDS = [0.6, 0.7, 0.75, 0.8, 0.84, 0.88, 0.91, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99, 1];

/** One run from an empty cache for each threshold, the lowest first. */
export async function fixedThresholdCurve(asked: readonly AskedInWorkload[]): Promise<ThresholdPoint[]> {
  const vectors = new Map<string, Float32Array>();
  const embed = (text: string): Float32Array => {
    const vector = vectors.get(text) ?? embedByConcepts(text);
    vectors.set(text, vector);
    return vector;
  };
  const points: ThresholdPoint[] = [];
  for (const threshold of THRESHOLDS) {
    points.push({ threshold, tally: await tallySpend(createFixedThreshold(threshold, embed), asked) });
  }
  return points;
}

/** The share of false hits that a fixed threshold has where it hits as often, between two thresholds by straight line. */
export function falseHitRateAt(points: readonly ThresholdPoint[], wantedHitRate: number): number {
  const curve = points
    .map(({ tally }) => ({ hits: hitRate(tally), wrong: falseHitRate(tally) }))
    .toSorted((one, other) => one.hits - other.hits);
  const at = curve.findIndex(({ hits }) => hits >= wantedHitRate);
  const above = at === -1 ? curve.at(-1) : curve[at];
  const below = at <= 0 ? above : curve[at - 1];
  if (above === undefined || below === undefined) return Number.NaN;
  const width = above.hits - below.hits;
  const share = width === 0 ? 0 : (Math.min(wantedHitRate, above.hits) - below.hits) / width;
  return below.wrong + (above.wrong - below.wrong) * share;
}
