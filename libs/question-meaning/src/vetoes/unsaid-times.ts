import type { QuestionReading } from '../reading/read-question.ts';
import { conceptOf } from '../reading/synonyms.ts';
import { isLongBefore } from '../reading/widened-answers.ts';
import { modalityOf } from './question-word.ts';
import {
  conceptSet,
  OPENING_VERBS,
  openingVerbOf,
  saysConcept,
  saysPole,
  saysWord,
  wordSet,
} from './says.ts';
import { NO_CONCEPTS, type UnsaidRule } from './unsaid-rule.ts';

const CLAUSES = wordSet('once when if');

/** "What happens once I have paid" asks for what "what happens after I have paid" asks. */
const leavesAfterUnsaid = (one: QuestionReading, other: QuestionReading): boolean =>
  one.words.some(
    ({ lower }, at) => CLAUSES.has(lower) && !OPENING_VERBS.has(one.words[at + 1]?.lower ?? ''),
  ) && saysPole(other, ['after']);

const IN_ADVANCE = conceptSet('inadvance ahead');

/** "Two hours in advance" is two hours before what was spoken of. */
const leavesBeforeUnsaid = (one: QuestionReading, other: QuestionReading): boolean =>
  saysConcept(one, IN_ADVANCE) && saysPole(other, ['before']);

const DEADLINE = conceptOf('deadline');

/** "By when must I order" and "what is the deadline for orders" ask how long before something one has to. */
const asksForDeadline = (one: QuestionReading, other: QuestionReading): boolean =>
  (saysWord(one, BY_WHEN) || one.said.has(DEADLINE)) &&
  modalityOf(other) === 'must' &&
  isLongBefore(other.words);

const BY_WHEN = wordSet('bywhen');

/** "By when" asks for the deadline. */
const asksByWhen = (one: QuestionReading, other: QuestionReading): boolean =>
  other.said.has(DEADLINE) &&
  (saysWord(one, BY_WHEN) || (modalityOf(one) === 'must' && isLongBefore(one.words)));

const ENDS = conceptSet('expire valid due');
/** How long something lasted is no date. */
const isPast = (reading: QuestionReading): boolean => PAST.has(openingVerbOf(reading));
const PAST = wordSet('was were did');

/** "When does it expire" and "how long is it open" ask until when it is valid or open. */
function asksUntilWhen(one: QuestionReading, other: QuestionReading): boolean {
  if (!saysWord(other, UNTIL_WHEN)) return false;
  const isSpan = one.answers.has('how-long') && !isPast(one) && !isPast(other);
  return isSpan || one.words.some(({ concept }) => ENDS.has(concept) && !other.said.has(concept));
}
const UNTIL_WHEN = wordSet('untilwhen');

const LAST_TIMES = wordSet('bywhen untilwhen');

/** "By when must I leave" asks for the latest time. */
const asksForLatest = (one: QuestionReading, other: QuestionReading): boolean =>
  saysWord(one, LAST_TIMES) && other.answers.has('when') && saysWord(other, wordSet('latest'));

const TAKES = conceptSet('take');

/** "How long does it take", "within how many days": until it is done. */
const asksHowLongItTakes = (one: QuestionReading, other: QuestionReading): boolean =>
  one.answers.has('how-long') &&
  one.words.some(({ concept, lower }) => TAKES.has(concept) || lower === 'within') &&
  other.words.some(
    ({ lower }, at) =>
      lower === 'until' &&
      (other.words[at - 1]?.lower === 'longhow' || other.words.some(({ concept }) => TAKES.has(concept))),
  );

/** What is left unsaid of times: deadlines, ends and how long before. */
export const UNSAID_TIMES: readonly UnsaidRule[] = [
  { poles: ['after'], concepts: NO_CONCEPTS, isUnsaid: leavesAfterUnsaid },
  { poles: ['before'], concepts: IN_ADVANCE, isUnsaid: leavesBeforeUnsaid },
  { poles: ['before'], concepts: NO_CONCEPTS, isUnsaid: asksForDeadline },
  { poles: [], concepts: new Set([DEADLINE]), isUnsaid: asksByWhen },
  { poles: ['until'], concepts: ENDS, isUnsaid: asksUntilWhen },
  { poles: ['until', 'newest'], concepts: NO_CONCEPTS, isUnsaid: asksForLatest },
  { poles: ['until'], concepts: NO_CONCEPTS, isUnsaid: asksHowLongItTakes },
];
