import { startOpenAiDouble } from '@ragfleet/test-support';
import {
  type DoubleAnswer,
  type DoubleCounts,
  type DoubleQuestion,
  FLAKY_KEY,
  PRIMARY,
} from './model-double.ts';

/** OpenAI's double in a process of its own. It ends with the process that started it. */

/** Every so many calls of the first model under the flaky key are refused, in turn by these. */
const REFUSED_EVERY = 5;
const STATUSES = [503, 429] as const;

const double = await startOpenAiDouble();
let flaky = 0;
double.failBy(({ model, apiKey }) => {
  if (apiKey !== FLAKY_KEY || model !== PRIMARY) return null;
  flaky += 1;
  if (flaky % REFUSED_EVERY !== 0) return null;
  return { type: 'status', status: STATUSES[(flaky / REFUSED_EVERY) % STATUSES.length] ?? 503 };
});

const countsOf = (): DoubleCounts => ({
  calls: double.bill.length,
  refused: double.bill.filter(({ fault }) => fault === 'status').length,
});
const answer = (said: DoubleAnswer): void => void process.send?.(said);
process.on('message', (_question: DoubleQuestion) => answer(countsOf()));
process.on('disconnect', () => process.exit(0));
answer({ url: double.url });
