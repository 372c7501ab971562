import { parseArgs } from 'node:util';
import { calibrateOnTuningHalf } from './calibrate-on-tuning-half.ts';
import { embedderQuartiles } from './embedder-quartiles.ts';
import { withFalseHits } from './false-hits.ts';
import { missedHits } from './missed-hits.ts';
import { UNCACHED_USD } from './prices.ts';
import type { JudgeError } from './product/judge-double.ts';
import { createProductSide } from './product/product-side.ts';
import { createOracle } from './sides/plain-sides.ts';
import { falseHitRate, hitRate, tallySpend, trueHits } from './tally-spend.ts';
import { generateWorkload } from './workload/generate-workload.ts';
import { isTuningCompany, TUNING_COMPANIES, TUNING_FAMILIES } from './workload/tuning/tuning-families.ts';

/**
 * What keeps hits away on the tuning half and what is served wrongly there, with examples: `node
 * bench/src/rows/spend/tuning-main.ts [--company NAME] [--threshold COSINE] [--seed SEED] [--examples COUNT]
 * [--questions COUNT] [--judge WRONG_SAME,WRONG_DIFFERENT]`. A company that is
 * held back while the product is tuned is asked for with `--examples 0`: totals alone. The held-out half is not for this.
 */
const NEIGHBORS = 16;

const { values: options } = parseArgs({
  options: {
    company: { type: 'string' },
    threshold: { type: 'string' },
    seed: { type: 'string', default: '7' },
    judge: { type: 'string' },
    questions: { type: 'string', default: '3000' },
    examples: { type: 'string', default: '10' },
  },
});
const { company = 'all' } = options;
if (company !== 'all' && !isTuningCompany(company))
  throw new Error(`A company is one of ${Object.keys(TUNING_COMPANIES).join(', ')}.`);
const families = company === 'all' ? TUNING_FAMILIES : TUNING_COMPANIES[company];
const semanticThreshold = Number(options.threshold ?? calibrateOnTuningHalf());
const questions = Number(options.questions);
const examples = Number(options.examples);
const asked = generateWorkload({ families, questions, seed: Number(options.seed) });
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say(`Cosines on the tuning half (${company}): lowest, quartiles, highest`);
for (const [kind, quartiles] of embedderQuartiles(families))
  say(`  ${kind.padEnd(12)} ${quartiles.map((cosine) => cosine.toFixed(3)).join('  ')}`);

const judge = options.judge === undefined ? {} : { judge: judgeError(options.judge) };
const product = createProductSide({ families, semanticThreshold, questions, ...judge });
const watched = withFalseHits(product);
const ours = await tallySpend(watched, asked);
const oracle = await tallySpend(createOracle(), asked);
say(
  `\nThe pipeline, cosine from ${semanticThreshold}: hits ${hitRate(ours).toFixed(3)}, true ones ` +
    `${(trueHits(ours) / trueHits(oracle)).toFixed(3)}x the oracle's (${hitRate(oracle).toFixed(3)} of the questions), ` +
    `false ${falseHitRate(ours).toFixed(4)} of the hits, spend ${(ours.usd / (questions * UNCACHED_USD)).toFixed(3)}x`,
);
for (const [decision, count] of product.decisions) say(`  ${decision}: ${count}`);

for (const [verdict, count] of product.judgments) say(`  judged ${verdict}: ${count}`);

say(`\nServed wrongly, by what was changed`);
for (const [kind, hits] of Map.groupBy(watched.falseHits, (hit) => hit.kind)) {
  say(`  ${kind}: ${hits.length}`);
  for (const { asked: question, answered } of hits.slice(0, examples)) say(`    ${question}  |  ${answered}`);
}

say(
  `\nMissed although an answer of the same meaning was kept, by what stopped it; without evidence and access`,
);
const missed = missedHits(asked, { threshold: semanticThreshold, neighbors: NEIGHBORS });
const byReason = [...Map.groupBy(missed, ({ reason }) => reason)];
for (const [reason, hits] of byReason.toSorted(([, one], [, other]) => other.length - one.length)) {
  say(`  ${reason}: ${hits.length} of ${questions} questions`);
  for (const { asked: question, kept, similarity } of hits.slice(0, examples))
    say(`    ${similarity.toFixed(3)}  ${question}  |  ${kept}`);
}

/** `0.04,0.08`: the shares of different pairs that are called the same, and of same ones that are called different. */
function judgeError(text: string): JudgeError {
  const [wrongSame = Number.NaN, wrongDifferent = Number.NaN] = text.split(',').map(Number);
  if (!(wrongSame >= 0 && wrongDifferent >= 0)) throw new Error('A judge is two shares, such as 0.04,0.08.');
  return { wrongSame, wrongDifferent };
}
