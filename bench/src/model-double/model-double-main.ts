import { seededNumbers, startOpenAiDouble } from '@ragfleet/test-support';
import type { DoubleAnswer, DoublePaces, DoubleQuestion } from './contract.ts';
import { answerOf, embeddingPaceOf, paceOf } from './pace-of.ts';
import { type QuestionMark, readMark } from './question-mark.ts';

/** OpenAI's double in a process of its own, which keeps what each call took. It ends with the process that started it. */

const SEED = 20_261;
const random = seededNumbers(SEED);
const double = await startOpenAiDouble();
const times: [at: number, tookMs: number][] = [];
let paces: DoublePaces = {};

const markIn = (texts: readonly string[]): QuestionMark | null => readMark(texts, Object.keys(paces));
double.pace(({ kind, texts }) => {
  const pace = paces[markIn(texts)?.kind ?? ''];
  if (pace === undefined) return {};
  return kind === 'embedding' ? embeddingPaceOf(pace, random) : paceOf(pace, random);
});
double.reply(({ texts }) => ({ text: answerOf(paces[markIn(texts)?.kind ?? '']?.pieces ?? 1) }));
double.onReplied(({ kind, texts }, tookMs) => {
  const mark = markIn(texts);
  if (mark !== null && kind === 'answer') times.push([mark.at, tookMs]);
});

const answer = (said: DoubleAnswer): void => void process.send?.(said);
process.on('message', (question: DoubleQuestion) => {
  if (question === 'times') return answer({ times });
  ({ paces } = question);
  answer('paced');
});
process.on('disconnect', () => process.exit(0));
answer({ url: double.url });
