import { missedHits } from './missed-hits.ts';
import { calibrateOnTuningHalf } from './calibrate-on-tuning-half.ts';
import { generateWorkload } from './workload/generate-workload.ts';

/**
 * What keeps hits away on the tuning half, with examples: `node bench/src/rows/spend/tuning-main.ts [THRESHOLD]`.
 * The held-out half is not for this.
 */
const QUESTIONS = 3_000;
const NEIGHBORS = 8;
const EXAMPLES = 10;

const threshold = Number(process.argv[2] ?? calibrateOnTuningHalf());
const asked = generateWorkload({ half: 'tuning', questions: QUESTIONS, seed: 7 });
const missed = missedHits(asked, { threshold, neighbors: NEIGHBORS });
const byReason = Map.groupBy(missed, ({ reason }) => reason);
for (const [reason, hits] of [...byReason].toSorted(([, one], [, other]) => other.length - one.length)) {
  process.stdout.write(`${reason}: ${hits.length} of ${QUESTIONS} questions\n`);
  for (const { asked: question, kept, similarity } of hits.slice(0, EXAMPLES))
    process.stdout.write(`  ${similarity.toFixed(3)}  ${question}  |  ${kept}\n`);
}
