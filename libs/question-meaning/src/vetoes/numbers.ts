import type { QuestionReading } from '../reading/read-question.ts';
import { saysWhichKind } from './named-kinds.ts';
import type { Veto } from './veto.ts';

/** In order: "2 weeks and 3 days" is not "3 weeks and 2 days". "One" is a number where the other question has a 1. */
export const numbersDiffer: Veto = (one, other) => {
  const [own, others] = [numbersOf(one, other), numbersOf(other, one)];
  return own.length !== others.length || own.some((number, at) => number !== others[at]);
};

function numbersOf(reading: QuestionReading, other: QuestionReading): readonly string[] {
  const hasDigit = other.words.some(({ kind, lower }) => kind === 'number' && lower === '1');
  const hasOrdinal = other.words.some(isOrdinal);
  return reading.words.flatMap((word, at) => {
    if (word.kind !== 'number') return hasDigit && isOne(reading, at) ? ['1'] : [];
    return isOrdinal(word) && !hasOrdinal && saysWhichKind(reading, at, other) ? [] : [word.lower];
  });
}

const isOrdinal = ({ kind, lower }: QuestionReading['words'][number]): boolean =>
  kind === 'number' && lower.endsWith('th');

/** "One employee"; "the one", "which one" and "one of them" stand for something else. */
const isOne = ({ words }: QuestionReading, at: number): boolean =>
  words[at]?.lower === 'one' &&
  words[at + 1]?.isContent === true &&
  !POINTING.has(words[at - 1]?.lower ?? '');
const POINTING = new Set('the this that which another each every any no or'.split(' '));
