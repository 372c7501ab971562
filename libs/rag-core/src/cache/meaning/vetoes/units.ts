import type { QuestionReading } from '../reading/read-question.ts';
import { commonAnswers } from './question-word.ts';
import type { Veto } from './veto.ts';

/** "How many days does it take" names the unit of its answer, "how long does it take" leaves it open. */
export const unitsDiffer: Veto = (one, other) => {
  const isOpen = commonAnswers(one, other).has('how-long') && saysUnit(one) !== saysUnit(other);
  return unitsOf(one, isOpen) !== unitsOf(other, isOpen);
};

const saysUnit = ({ words }: QuestionReading): boolean =>
  words.some(({ kind }, at) => kind === 'unit' && words[at - 1]?.lower === 'manyhow');

const unitsOf = ({ words }: QuestionReading, isOpen: boolean): string =>
  [
    ...new Set(
      words.flatMap(({ kind, lower }, at) =>
        kind === 'unit' && !(isOpen && words[at - 1]?.lower === 'manyhow') ? [lower] : [],
      ),
    ),
  ]
    .toSorted()
    .join(' ');
