import type { QuestionReading } from '../reading/read-question.ts';
import { conceptOf } from '../reading/synonyms.ts';
import { isLongBefore } from '../reading/widened-answers.ts';
import { modalityOf } from './question-word.ts';

/** What one of two questions says, where the other asks the same without saying it. */
export interface Unsaid {
  /** The ends of scales. */
  readonly poles: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
}

export function unsaidBetween(one: QuestionReading, other: QuestionReading): Unsaid {
  const rules = RULES.filter(({ isUnsaid }) => isUnsaid(one, other) || isUnsaid(other, one));
  return {
    poles: new Set([...rules.flatMap(({ poles }) => poles), ...oneDirectionOf(one, other)]),
    concepts: new Set(rules.flatMap(({ concepts: unsaid }) => [...unsaid])),
  };
}

interface UnsaidRule {
  readonly poles: readonly string[];
  readonly concepts: ReadonlySet<string>;
  /** Whether the first question asks, without a word for them, what the second asks with it. */
  readonly isUnsaid: (one: QuestionReading, other: QuestionReading) => boolean;
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));
const concepts = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).map((word) => conceptOf(word)));
const says = ({ words }: QuestionReading, poles: readonly string[]): boolean =>
  words.some(({ pole }) => pole !== null && poles.includes(pole));
const saysWord = ({ words }: QuestionReading, known: ReadonlySet<string>): boolean =>
  words.some(({ lower }) => known.has(lower));

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

/** Words for one direction, where both questions say one of it and neither the other way. */
const oneDirectionOf = (one: QuestionReading, other: QuestionReading): readonly string[] =>
  DIRECTIONS.flatMap(([poles, opposite]) =>
    [one, other].every((reading) => says(reading, poles) && !says(reading, opposite)) ? poles : [],
  );

const CLAUSES = set('once when if');
/** Behind "when" they ask. */
const OPENS = set('do does did is are was were will can could may must should has have cando mustdo');

/** "What happens once I have paid" asks for what "what happens after I have paid" asks. */
const leavesAfterUnsaid = (one: QuestionReading, other: QuestionReading): boolean =>
  one.words.some(({ lower }, at) => CLAUSES.has(lower) && !OPENS.has(one.words[at + 1]?.lower ?? '')) &&
  says(other, ['after']);

const IN_ADVANCE = concepts('inadvance ahead');

/** "Two hours in advance" is two hours before what was spoken of. */
const leavesBeforeUnsaid = (one: QuestionReading, other: QuestionReading): boolean =>
  !says(one, ['before', 'after']) &&
  one.words.some(({ concept }) => IN_ADVANCE.has(concept)) &&
  says(other, ['before']);

const DEADLINE = conceptOf('deadline');

/** "By when must I order" and "what is the deadline for orders" ask how long before something one has to. */
const asksForDeadline = (one: QuestionReading, other: QuestionReading): boolean =>
  !says(one, ['before', 'after']) &&
  (saysWord(one, BY_WHEN) || one.said.has(DEADLINE)) &&
  modalityOf(other) === 'must' &&
  isLongBefore(other.words);

const BY_WHEN = set('bywhen');

/** "By when" asks for the deadline. */
const asksByWhen = (one: QuestionReading, other: QuestionReading): boolean =>
  other.said.has(DEADLINE) &&
  (saysWord(one, BY_WHEN) || (modalityOf(one) === 'must' && isLongBefore(one.words)));

const ENDS = concepts('expire valid due');
/** How long something lasted is no date. */
const isPast = ({ words }: QuestionReading): boolean =>
  PAST.has(words.find(({ lower }) => OPENS.has(lower))?.lower ?? '');
const PAST = set('was were did');

/** "When does it expire" and "how long is it open" ask until when it is valid or open. */
function asksUntilWhen(one: QuestionReading, other: QuestionReading): boolean {
  if (
    !saysWord(other, UNTIL_WHEN) ||
    says(one, [...BEGINNING, 'since']) !== says(other, [...BEGINNING, 'since'])
  )
    return false;
  const isSpan = one.answers.has('how-long') && !isPast(one) && !isPast(other);
  return isSpan || one.words.some(({ concept }) => ENDS.has(concept) && !other.said.has(concept));
}
const UNTIL_WHEN = set('untilwhen');

const LAST_TIMES = set('bywhen untilwhen');

/** "By when must I leave" asks for the latest time. */
const asksForLatest = (one: QuestionReading, other: QuestionReading): boolean =>
  saysWord(one, LAST_TIMES) &&
  !says(one, ['newest', 'oldest']) &&
  other.answers.has('when') &&
  saysWord(other, set('latest'));

const TAKES = concepts('take');

/** "How long does it take", "within how many days": until it is done. */
const asksHowLongItTakes = (one: QuestionReading, other: QuestionReading): boolean =>
  !says(one, ['since', 'until', 'after', 'before']) &&
  one.answers.has('how-long') &&
  one.words.some(({ concept, lower }) => TAKES.has(concept) || lower === 'within') &&
  other.words.some(
    ({ lower }, at) =>
      lower === 'until' &&
      (other.words[at - 1]?.lower === 'longhow' || other.words.some(({ concept }) => TAKES.has(concept))),
  );

const USES = concepts('use visit access enter');

/** "When can I use the pool" asks for its opening hours. */
const asksForOpenHours = (one: QuestionReading, other: QuestionReading): boolean =>
  !says(one, [...BEGINNING, ...ENDING]) &&
  one.words.some(({ concept, lower }) => USES.has(concept) || lower === 'hour') &&
  !says(other, ENDING) &&
  other.words.every(({ pole }, at) => pole !== 'open' || isStateAt(other, at));

/** "Opening hours", "is it open": how it is and not what is done. */
function isStateAt({ words }: QuestionReading, at: number): boolean {
  if (words[at]?.lower === 'opening')
    return words[at + 1]?.lower === 'hour' || words[at + 1]?.lower === 'times';
  const verb = words.find(({ lower }) => OPENS.has(lower))?.lower ?? '';
  return words[at]?.lower === 'open' && (verb === 'is' || verb === 'are');
}

const AMOUNTS = ['how-many', 'how-much', 'how-long', 'how-big'] as const;
const LIMITS = concepts('limit cap ceiling maximum');
/** They say how far an amount may go: "the biggest bag" is how big a bag may be. */
const LARGEST = set('most largest biggest highest greatest');

/** "How many may I bring" and "within how many days must I" ask for what "what is the limit" asks. */
const asksForLimit = (one: QuestionReading, other: QuestionReading): boolean =>
  (modalityOf(one) === 'may' || isWithin(one)) &&
  AMOUNTS.some((type) => one.answers.has(type)) &&
  !one.answers.has('none') &&
  other.words.some(
    ({ concept, lower, pole }) => pole === 'most' && (LIMITS.has(concept) || LARGEST.has(lower)),
  );

/** "Within how many days", "in how many hours". */
const isWithin = ({ words }: QuestionReading): boolean =>
  words.some(({ lower }, at) => lower === 'within' || (lower === 'manyhow' && words[at - 1]?.lower === 'in'));

const NOTHING: ReadonlySet<string> = new Set();

const RULES: readonly UnsaidRule[] = [
  { poles: ['after'], concepts: NOTHING, isUnsaid: leavesAfterUnsaid },
  { poles: ['before'], concepts: IN_ADVANCE, isUnsaid: leavesBeforeUnsaid },
  { poles: ['before'], concepts: NOTHING, isUnsaid: asksForDeadline },
  { poles: [], concepts: new Set([DEADLINE]), isUnsaid: asksByWhen },
  { poles: ['until'], concepts: ENDS, isUnsaid: asksUntilWhen },
  { poles: ['until', 'newest'], concepts: NOTHING, isUnsaid: asksForLatest },
  { poles: ['until'], concepts: NOTHING, isUnsaid: asksHowLongItTakes },
  { poles: ['open'], concepts: NOTHING, isUnsaid: asksForOpenHours },
  { poles: ['most'], concepts: concepts('allow accept'), isUnsaid: asksForLimit },
];
