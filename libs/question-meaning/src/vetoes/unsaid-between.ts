import type { QuestionReading } from '../reading/read-question.ts';
import { modalityOf } from './question-word.ts';
import { conceptSet, openingVerbOf, saysConcept, saysPole, wordSet } from './says.ts';
import { NO_CONCEPTS, type UnsaidRule } from './unsaid-rule.ts';
import { UNSAID_TIMES } from './unsaid-times.ts';

/** What counts on neither side. */
export interface Unsaid {
  /** The ends of scales. */
  readonly poles: ReadonlySet<string>;
  readonly concepts: ReadonlySet<string>;
}

/** What one of two questions says, where the other asks the same without saying it. Symmetric. */
export function unsaidBetween(one: QuestionReading, other: QuestionReading): Unsaid {
  const rules = RULES.filter(({ isUnsaid }) => isUnsaid(one, other) || isUnsaid(other, one));
  return {
    poles: new Set([...rules.flatMap(({ poles }) => poles), ...oneDirectionOf(one, other)]),
    concepts: new Set(rules.flatMap(({ concepts: unsaid }) => [...unsaid])),
  };
}

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
    [one, other].every((reading) => saysPole(reading, poles) && !saysPole(reading, opposite)) ? poles : [],
  );

const USES = conceptSet('use visit access enter');

/** "When can I use the pool" asks for its opening hours. */
const asksForOpenHours = (one: QuestionReading, other: QuestionReading): boolean =>
  !saysPole(one, [...BEGINNING, ...ENDING]) &&
  (saysConcept(one, USES) || one.words.some((_word, at) => isTimeAt(one, at))) &&
  !saysPole(other, ENDING) &&
  other.words.every(({ pole }, at) => pole !== 'open' || isStateAt(other, at));

/** "Sunday hours", and not how many. */
const isTimeAt = ({ words }: QuestionReading, at: number): boolean =>
  words[at]?.lower === 'hour' && words[at - 1]?.lower !== 'manyhow' && words[at - 1]?.kind !== 'number';

/** "Opening hours", "is it open": how it is and not what is done. */
function isStateAt(reading: QuestionReading, at: number): boolean {
  const { words } = reading;
  const next = words[at + 1]?.lower;
  if (words[at]?.lower === 'opening') return next === 'hour' || next === 'times';
  const verb = openingVerbOf(reading);
  return words[at]?.lower === 'open' && (verb === 'is' || verb === 'are');
}

const AMOUNTS = ['how-many', 'how-much', 'how-long', 'how-big'] as const;
const LIMITS = conceptSet('limit cap ceiling maximum');
/** They say how far an amount may go: "the biggest bag" is how big a bag may be. */
const LARGEST = wordSet('most largest biggest highest greatest');

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

const RULES: readonly UnsaidRule[] = [
  ...UNSAID_TIMES,
  { poles: ['open'], concepts: NO_CONCEPTS, isUnsaid: asksForOpenHours },
  { poles: ['most'], concepts: conceptSet('allow accept'), isUnsaid: asksForLimit },
];
