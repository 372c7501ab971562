import { askedTimesOf } from '../reading/answers-of.ts';
import type { AnswerType } from '../reading/asking-words.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import type { Veto } from './veto.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const MAY = set(`can could may cando allow allowed permit permitted
  kann darf puedo puede puis peut posso può mag kan`);
const MUST =
  set(`must should shall mustdo ought need needed require required mandatory compulsory obligatory obliged
  muss soll debo dois doit devo deve moet`);

/** Another kind of answer is asked for, or leave where the other asks for duty. */
export const questionWordsDiffer: Veto = (one, other) => {
  if (asksForDay(one) ? asksForTime(other) : asksForTime(one) && asksForDay(other)) return true;
  const common = commonAnswers(one, other);
  // "How can I" and "how should I" ask for the same steps.
  if (common.size === 0 || common.has('how')) return common.size === 0;
  const [modality, otherModality] = [modalityOf(one), modalityOf(other)];
  if (modality === otherModality) return false;
  // "Do I need a visa" is not "do I have a visa"; elsewhere an answer may leave duty unsaid.
  return common.has('yes-no')
    ? modality === 'must' || otherModality === 'must'
    : modality !== null && otherModality !== null;
};

/** "When" leaves open whether a day is asked for or a time of day. */
const asksForDay = (reading: QuestionReading): boolean =>
  reading.words.some(({ lower }) => lower === 'whatday') || askedTimesOf(reading) === 'day';
const asksForTime = (reading: QuestionReading): boolean =>
  reading.words.some(({ lower }) => lower === 'whattime') || askedTimesOf(reading) === 'hour';

/** The kinds of answer that both may ask for. */
export function commonAnswers(one: QuestionReading, other: QuestionReading): ReadonlySet<AnswerType> {
  return new Set([...one.answers].filter((type) => other.answers.has(type)));
}

/** Whether leave or duty is asked for, by the first word that says so; null when none does. */
export function modalityOf({ words }: QuestionReading): 'may' | 'must' | null {
  for (const { lower } of words) {
    if (MUST.has(lower)) return 'must';
    if (MAY.has(lower)) return 'may';
  }
  return null;
}
