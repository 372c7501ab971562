import type { QuestionReading } from '../reading/read-question.ts';
import { saysWhichKind } from './named-kinds.ts';
import { commonAnswers } from './question-word.ts';
import type { Veto } from './veto.ts';

const TENSES: ReadonlyMap<string, string> = new Map([
  ...'is are am'.split(' ').map((word): [string, string] => [word, 'present']),
  ...'do does'.split(' ').map((word): [string, string] => [word, 'habit']),
  ...'was were did war waren'.split(' ').map((word): [string, string] => [word, 'past']),
  ...'will shall wird werden'.split(' ').map((word): [string, string] => [word, 'future']),
]);
/** How far into a question its verb may be looked for. */
const REACH = 10;

/** "A night flight" and "a red-eye" are two things, or one, whose words tell. */
const TIMES_OF_DAY = new Set('morning afternoon evening night'.split(' '));

const datesDifferIn: Veto = (one, other) => {
  const [own, others] = [datesOf(one, other), datesOf(other, one)];
  return own.size !== others.size || [...own].some((date) => !others.has(date));
};

function datesOf(reading: QuestionReading, other: QuestionReading): ReadonlySet<string> {
  const isTimed = other.words.some(isTimeOfDay);
  const dates = reading.words.filter(
    (word, at) =>
      word.kind === 'date' && (isTimed || !isTimeOfDay(word) || !saysWhichKind(reading, at, other)),
  );
  return new Set(dates.map(({ lower }) => lower));
}

const isTimeOfDay = ({ kind, lower }: QuestionReading['words'][number]): boolean =>
  kind === 'date' && TIMES_OF_DAY.has(lower);

/** Points in time, and the tense of the question's verbs where both show one: "who is" is not "who was". */
export const datesDiffer: Veto = (one, other) => {
  const [tenses, otherTenses] = [tensesOf(one), tensesOf(other)];
  return datesDifferIn(one, other) || !(mayMeet(tenses, otherTenses) || isAboutToBe(one, other));
};

/** "When do I get paid" asks for what "when will I get paid" asks; "who is" and "who will be" differ. */
function mayMeet(tenses: readonly string[], others: readonly string[]): boolean {
  if (tenses.length === 0 || others.length === 0) return true;
  return tenses.some((one) => others.some((other) => one === other || isHabitNow(one, other)));
}

const isHabitNow = (one: string, other: string): boolean =>
  one !== 'past' && other !== 'past' && (one === 'habit' || other === 'habit');

/** "When is the next drill" asks for what "when will the next drill be" asks. */
const isAboutToBe = (one: QuestionReading, other: QuestionReading): boolean =>
  commonAnswers(one, other).has('when') && ![...tensesOf(one), ...tensesOf(other)].includes('past');

/** One for most; of all its sentences where it has several: "my car was built in 2005: is it affected". */
function tensesOf({ words }: QuestionReading): readonly string[] {
  const tenses: string[] = [];
  for (const [at, { lower }] of words.slice(0, REACH).entries()) {
    const tense = TENSES.get(lower);
    if (tense !== undefined) tenses.push(tense);
    // A modal verb or "has" stands for no time of its own; behind "am I allowed to" the time may still be said.
    if (MODAL.has(lower) && !isHelped(words, at)) break;
  }
  return tenses;
}

/** "Am I allowed": a verb in the present, the one who asks, and what was joined to one word for leave or duty. */
const isHelped = (words: QuestionReading['words'], at: number): boolean =>
  LEAVE_OR_DUTY.has(words[at]?.lower ?? '') && TENSES.get(words[at - 2]?.lower ?? '') === 'present';
const LEAVE_OR_DUTY = new Set(['cando', 'mustdo']);
const MODAL = new Set('can could may might must should would has have had cando mustdo'.split(' '));
