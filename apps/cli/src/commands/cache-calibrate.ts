import { calibrateThreshold, type Calibration } from '@ragfleet/question-meaning';
import { type JudgeRates, measureJudge } from '../cache/measure-judge.ts';
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
  const judge = (await context.judge?.()) ?? null;
  const judged =
    judge === null
      ? null
      : await measureJudge(measured, {
          judge,
          threshold: calibration.recommended,
          prices: await context.prices(),
          signal: context.signal,
        });
  if (options.json) context.print(jsonLine(toReport(calibration, judged)));
  else
    for (const line of [...tableOf(calibration, embedder.model), ...judgeLines(judged)]) context.print(line);
  return true;
}

const toReport = ({ pairs, thresholds, recommended }: Calibration, judged: JudgeRates | null): object => ({
  pairs,
  thresholds: thresholds.map(({ threshold, hitRate, falseHitRate, vetoed }) => ({
    threshold,
    hit_rate: hitRate,
    false_hit_rate: falseHitRate,
    vetoed,
  })),
  recommended,
  judge: judged && {
    model: judged.model,
    asked: judged.asked,
    different: judged.different,
    wrong_same: judged.wrongSame,
    same: judged.same,
    wrong_different: judged.wrongDifferent,
    unsure: judged.unsure,
    failed: judged.failed,
    cost_usd: judged.costUsd,
  },
});

function judgeLines(judged: JudgeRates | null): string[] {
  if (judged === null) return ['Nobody judges near questions: CACHE_JUDGE is off.'];
  const { model, asked, different, wrongSame, same, wrongDifferent, unsure, failed, costUsd } = judged;
  const shareOf = (count: number, all: number): string => percent(all === 0 ? 0 : count / all);
  return [
    `${model} was asked about ${asked} pairs that words alone keep apart, for $${costUsd.toFixed(6)}`,
    `  called ${wrongSame} of ${different} different pairs the same (${shareOf(wrongSame, different)}): each would be a wrong answer`,
    `  called ${wrongDifferent} of ${same} equal pairs different (${shareOf(wrongDifferent, same)}): each would be a lost hit`,
    `  not sure about ${unsure}, late or away for ${failed}`,
  ];
}

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
