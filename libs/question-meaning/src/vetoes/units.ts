import { asksForLength, askedTimesOf, askedUnitOf, headingUnitOf } from '../reading/answers-of.ts';
import { measuresOf } from '../reading/measures-of.ts';
import type { QuestionReading } from '../reading/read-question.ts';
import type { Term } from '../reading/word.ts';
import { commonAnswers } from './question-word.ts';
import { unmatchedConcepts } from './subject.ts';
import type { Veto } from './veto.ts';

/**
 * "How many days does it take" names the unit of its answer, "how long does it take" leaves it open. A word that measures
 * is as good as a unit: "tonnes of wheat" are not "bushels of wheat".
 */
export const unitsDiffer: Veto = (one, other) => {
  if (isOtherCase(caseBoundUnits(one), caseBoundUnits(other))) return true;
  const [own, others] = [unsaidUnits(one, other), unsaidUnits(other, one)];
  const [ownMeasures, otherMeasures] = [unsaidMeasures(one, other), unsaidMeasures(other, one)];
  if (own.length + ownMeasures.length > 0 && others.length + otherMeasures.length > 0) return true;
  return isUnasked(one, other, own) || isUnasked(other, one, others);
};

/** "5 mW" and "5 MW": the same letters, and another unit by their case alone. */
const isOtherCase = (units: readonly string[], others: readonly string[]): boolean =>
  units.some(
    (unit) => !others.includes(unit) && others.some((other) => other.toLowerCase() === unit.toLowerCase()),
  );

/** Units that are counted in and that their case tells apart, as they are written. */
const caseBoundUnits = ({ words }: QuestionReading): readonly string[] =>
  words.flatMap(({ text }, at) => {
    const before = words[at - 1];
    const isCounted = before?.kind === 'number' || before?.lower === 'manyhow';
    return isCounted && CASE_BOUND.test(text) ? [text.replace(DATA_PREFIX, lowerCase)] : [];
  });

/** Milli and mega, pico and peta, nano and newton, bit and byte; nobody doubts "KG", "kw" or "24H". */
const CASE_BOUND =
  /^(?:[gmst]|[mnp][afgjlmnstvwΩ]|[mp](?:bq|ev|gy|hz|mol|ohm|pa|sv|va|wh)|[kmgt]?i?b(?:ps)?)$/iu;
/** Of bits and bytes there is but one kilo, mega, giga and tera. */
const DATA_PREFIX = /^[kmgt]i?(?=b)/i;
const lowerCase = (text: string): string => text.toLowerCase();

/** A unit that says in what the answer is counted, or what times are asked for, is left open where the other asks the same. */
function isUnasked(reading: QuestionReading, other: QuestionReading, units: readonly string[]): boolean {
  if (units.length === 0) return false;
  const timesAsked = commonAnswers(reading, other).has('when') ? askedTimesOf(reading) : null;
  const left = new Set([askedUnitOf(reading.words), timesAsked, unitInHeading(reading, other)]);
  return units.some((unit) => !left.has(unit));
}

/** What one counts in and the other does not say, but for a time that was spent in a state. */
function unsaidUnits(reading: QuestionReading, other: QuestionReading): readonly string[] {
  const unsaid = onlyIn(reading, other);
  if (unsaid.length === 0) return unsaid;
  const spent = spentUnit(reading, other);
  return unsaid.filter((unit) => unit !== spent);
}

/** "Captains rest hours": a heading counts in it what the other question asks the length of. */
const unitInHeading = (reading: QuestionReading, other: QuestionReading): string | null =>
  asksForLength(other) ? headingUnitOf(reading) : null;

/** "A day on standby" may be a standby duty; a week on standby is none of a day, and "standby" alone leaves the day out. */
function spentUnit(reading: QuestionReading, other: QuestionReading): string | null {
  const { words } = reading;
  const spent = words.find(
    ({ kind }, at) =>
      kind === 'unit' &&
      words[at - 1]?.kind !== 'number' &&
      words[at + 1]?.lower === 'on' &&
      isStateIn(other, words[at + 2]),
  );
  if (spent === undefined || unmatchedConcepts(reading, other).onlyInOther.length === 0) return null;
  return spent.lower;
}

const isStateIn = ({ said }: QuestionReading, word: Term | undefined): boolean =>
  word?.kind === 'word' && word.isContent && said.has(word.concept);

/** "Pounds" weigh or pay, francs are Swiss, and degrees are not said to be Celsius where everybody knows. */
const ALSO: ReadonlyMap<string, readonly string[]> = new Map([
  ['pound', ['lb', 'gbp']],
  ['degree', ['celsius']],
  ['celsius', ['degree']],
  ['lb', ['pound']],
  ['gbp', ['pound']],
  ['franc', ['chf']],
  ['chf', ['franc']],
]);

/** What one counts in, in words that may be units, and the other does not say. */
const unsaidMeasures = ({ words }: QuestionReading, { said }: QuestionReading): string[] =>
  measuresOf(words).filter((concept) => !said.has(concept));

function onlyIn({ words }: QuestionReading, other: QuestionReading): string[] {
  const known = new Set(
    other.words.flatMap(({ kind, lower }) => (kind === 'unit' ? [lower, ...(ALSO.get(lower) ?? [])] : [])),
  );
  return words.flatMap(({ kind, lower }) => (kind === 'unit' && !known.has(lower) ? [lower] : []));
}
