import { calibrateThreshold, type Calibration } from '@ragfleet/rag-core';
import { measurePairs } from '../cache/measure-pairs.ts';
import { readLabelledPairs } from '../cache/read-labelled-pairs.ts';
import { type CommandContext, jsonLine } from '../command-context.ts';

export interface CalibrateOptions {
  readonly pairs: string;
  /** Share of the pairs that are not the same and may be served, 0 to 1. */
  readonly falseHits: number;
  readonly json: boolean;
}

/** Shows what the semantic cache would do with labelled pairs at each threshold, and which threshold to take. */
export async function cacheCalibrate(context: CommandContext, options: CalibrateOptions): Promise<boolean> {
  const pairs = await readLabelledPairs(options.pairs);
  const embedder = await context.embedder();
  const measured = await measurePairs(pairs, {
    embedder,
    signal: context.signal,
    onProgress: (embedded, all) => context.say(`${embedded} of ${all} questions embedded\n`),
  });
  const calibration = calibrateThreshold(measured, options.falseHits);
  if (options.json) context.print(jsonLine(toReport(calibration)));
  else for (const line of tableOf(calibration, embedder.model)) context.print(line);
  return true;
}

const toReport = ({ pairs, thresholds, recommended }: Calibration): object => ({
  pairs,
  thresholds: thresholds.map(({ threshold, hitRate, falseHitRate, vetoed }) => ({
    threshold,
    hit_rate: hitRate,
    false_hit_rate: falseHitRate,
    vetoed,
  })),
  recommended,
});

function tableOf({ pairs, thresholds, recommended }: Calibration, model: string): string[] {
  return [
    `${pairs} pairs, ${model}`,
    'threshold      hits  false hits  vetoed',
    ...thresholds.map(({ threshold, hitRate, falseHitRate, vetoed }) =>
      [
        threshold.toFixed(3).padStart(9),
        percent(hitRate).padStart(9),
        percent(falseHitRate).padStart(11),
        String(vetoed).padStart(7),
        threshold === recommended ? ' ← recommended' : '',
      ].join(' '),
    ),
    'Hits: share of the pairs that are the same. False hits: share of the pairs that are not. Vetoed: pairs above the threshold.',
  ].map((line) => line.trimEnd());
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
