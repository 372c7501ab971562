import type { AnswerType } from './asking-words.ts';
import { conceptOf } from './synonyms.ts';
import type { Term } from './word.ts';

/** "What was the yield, in tonnes". */
export const AMOUNTS = ['how-many', 'how-much', 'how-long'] as const;

interface Widened {
  readonly type: AnswerType;
  readonly isSaid: (words: readonly Term[]) => boolean;
  readonly answers: ReadonlySet<AnswerType>;
}

/** Question words that may ask for more beside some words. */
const WIDENED: readonly Widened[] = [
  // "Whose approval is needed" asks who has to approve.
  { type: 'whose', isSaid: saying('approve permission sign authorize'), answers: new Set(['whose', 'who']) },
  // What is done in a program or with a form is done where it says so: "where do I disable alerts".
  {
    type: 'where',
    isSaid: saying(
      'enable disable change request reset register unregister cancel configure subscribe unsubscribe download upload',
    ),
    answers: new Set(['where', 'how']),
  },
  // "How fast is the upload" asks for its speed.
  { type: 'how-long', isSaid: saying('speed rate'), answers: new Set(['how-long', ...AMOUNTS, 'what']) },
  // "How long before the tour must I book" asks by when.
  { type: 'how-long', isSaid: isLongBefore, answers: new Set(['how-long', 'when']) },
  // "Until when is it valid" asks how long it is.
  {
    type: 'when',
    isSaid: (words) => words.some(({ lower }) => lower === 'untilwhen'),
    answers: new Set(['when', 'how-long']),
  },
  // "After how many weeks is it due again" asks how often it is.
  {
    type: 'how-many',
    isSaid: (words) => words.some(({ lower }) => lower === 'again'),
    answers: new Set([...AMOUNTS, 'how-often']),
  },
];

/** All that a question word may ask for beside what else is said; null where it asks for nothing more. */
export const widenedAnswersOf = (type: AnswerType, words: readonly Term[]): ReadonlySet<AnswerType> | null =>
  WIDENED.find((row) => row.type === type && row.isSaid(words))?.answers ?? null;

function saying(text: string): (words: readonly Term[]) => boolean {
  const concepts = new Set(text.split(/\s+/).map((word) => conceptOf(word)));
  return (words) => words.some(({ concept }) => concepts.has(concept));
}

/** "How long before", and no "how long is it open before nine". */
export function isLongBefore(words: readonly Term[]): boolean {
  return words.some(({ lower }, at) => lower === 'longhow' && words[at + 1]?.pole === 'before');
}
