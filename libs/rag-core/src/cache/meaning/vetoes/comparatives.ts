import { oppositeAct } from '../reading/poles.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import { conceptOf } from '../reading/synonyms.ts';
import { modalityOf } from './question-word.ts';
import { openEndsDiffer } from './open-ends.ts';
import { rolesDiffer } from './roles.ts';
import { smallWordsDiffer } from './small-words.ts';
import { sameFactSet, type Veto } from './veto.ts';
import { wordOrderDiffers } from './word-order.ts';

const scalesDiffer: Veto = (one, other) => {
  const unsaid = new Set([
    ...(leavesAfterUnsaid(one, other) || leavesAfterUnsaid(other, one) ? ['after'] : []),
    ...(asksForLimit(one, other) || asksForLimit(other, one) ? ['most'] : []),
  ]);
  for (const [poles, opposite] of DIRECTIONS)
    if (says(one, poles) && says(other, poles) && !says(one, opposite) && !says(other, opposite))
      for (const pole of poles) unsaid.add(pole);
  return sameFactSet((reading) => scalesOf(reading).filter((pole) => !unsaid.has(pole)))(one, other);
};

const scalesOf = ({ words }: QuestionReading): readonly string[] =>
  words.flatMap(({ pole }) => (pole !== null && oppositeAct(pole) === null ? [pole] : []));
const says = (reading: QuestionReading, poles: readonly string[]): boolean =>
  reading.words.some(({ pole }) => pole !== null && poles.includes(pole));

const BEGINNING = ['start', 'open', 'enable'] as const;
const ENDING = ['end', 'stop', 'close', 'disable'] as const;
/** A shop opens or starts at nine and closes or shuts at six; a machine is started or switched on. */
const DIRECTIONS = [
  [BEGINNING, ENDING],
  [ENDING, BEGINNING],
  // Prices that drop or are cut are reduced.
  [
    ['drop', 'decrease', 'cut'],
    ['increase', 'add'],
  ],
] as const;

const CLAUSES = new Set(['once', 'when', 'if']);
/** Behind "when" they ask. */
const OPENS = new Set(
  'do does did is are was were will can could may must should has have cando mustdo'.split(' '),
);

/** "What happens once I have paid" asks for what "what happens after I have paid" asks. */
const leavesAfterUnsaid = (one: QuestionReading, other: QuestionReading): boolean =>
  one.words.some(({ lower }, at) => CLAUSES.has(lower) && !OPENS.has(one.words[at + 1]?.lower ?? '')) &&
  other.words.some(({ pole }) => pole === 'after');

/** "How many may I bring" and "within how many days must I" ask for what "what is the limit" asks. */
const asksForLimit = (one: QuestionReading, other: QuestionReading): boolean =>
  (modalityOf(one) === 'may' || one.words.some(({ lower }) => lower === 'within')) &&
  AMOUNTS.some((type) => one.answers.has(type)) &&
  !one.answers.has('none') &&
  other.words.some(({ concept, pole }) => pole === 'most' && LIMITS.has(concept));
const AMOUNTS = ['how-many', 'how-much', 'how-long'] as const;
const LIMITS = new Set('limit cap ceiling maximum'.split(' ').map((word) => conceptOf(word)));

/** One does what the other undoes. */
const actsDiffer: Veto = (one, other) => {
  const otherPoles = polesOf(other);
  return [...polesOf(one)].some((pole) => otherPoles.has(oppositeAct(pole) ?? '') && !otherPoles.has(pole));
};

const polesOf = ({ words }: QuestionReading): ReadonlySet<string> =>
  new Set(words.flatMap(({ pole }) => pole ?? []));

/** The ends of a scale, the direction of a change, and who does what to whom. */
export const comparativesDiffer: Veto = (one, other) =>
  scalesDiffer(one, other) ||
  openEndsDiffer(one, other) ||
  actsDiffer(one, other) ||
  actsDiffer(other, one) ||
  smallWordsDiffer(one, other) ||
  rolesDiffer(one, other) ||
  wordOrderDiffers(one, other);
