import { isAct } from '../lexicon/lexicon.ts';
import { answerTypeOf } from './answer-type.ts';
import type { AnswerType } from './asking-words.ts';
import { ASKED_NOUNS, SURE_NOUNS } from './asked-nouns.ts';
import { measuresOf, namesMeasure } from './measures-of.ts';
import { isPerson } from './relatives/relatives-of.ts';
import { AMOUNTS, widenedAnswersOf } from './widened-answers.ts';
import type { Term, Word } from './word.ts';

/** Words of an order or a heading may ask for any of these; "why" has to be said. */
const UNSAID: ReadonlySet<AnswerType> = new Set<AnswerType>([
  'none',
  'what',
  'who',
  'when',
  'where',
  'how',
  'how-many',
  'how-much',
  'how-long',
  'how-often',
  'how-far',
  'how-old',
  'how-big',
]);
/** "Photos in museums", "test drive in Oslo"; "notice period in Oslo" asks how long it is, and not whether there is one. */
const UNSAID_OR_WHETHER: ReadonlySet<AnswerType> = new Set<AnswerType>([...UNSAID, 'yes-no']);

/**
 * What kinds of answer a question may ask for: one for most, more where a noun says it ("what is the delivery time") or
 * nothing does ("leave days Germany").
 */
export function answersOf(words: readonly Term[], language: string): ReadonlySet<AnswerType> {
  // "May" of "in May 2023" asks for no permission.
  const type = answerTypeOf({ words: words.filter(({ kind }) => kind !== 'date'), language });
  if (type === 'none') return asksForNoun(words) ? UNSAID : UNSAID_OR_WHETHER;
  const widened = widenedAnswersOf(type, words);
  if (widened !== null) return widened;
  if (type === 'what') return whatAnswers(words);
  if (type === 'how-many' && (askedUnitOf(words) !== null || measuresOf(words).length > 0))
    return new Set(['how-many', 'how-long', 'how-much']);
  if (type === 'how-big') return new Set(['how-big', 'how-much', 'what']);
  // "How much revenue did we make" asks what the revenue was; "how much is the plan" does not ask what the plan is.
  return type === 'how-much' && isAmount(words) ? new Set(['how-much', 'what']) : new Set([type]);
}

/** What a heading names may be asked for; behind an act it may be what the act is done to: "change passport number". */
function asksForNoun(words: readonly Term[]): boolean {
  const first = words.find(({ isContent, isName }) => isContent && !isName)?.lower ?? '';
  const nouns = askedNounsIn(words);
  return isAct(first) && !nouns.includes(first) ? nouns.some((noun) => !OBJECTS.has(noun)) : nouns.length > 0;
}
const OBJECTS = new Set(
  'number name date time day hour start end beginning address place room venue group team person contact'.split(
    ' ',
  ),
);

const askedNounsIn = (words: readonly Term[]): readonly string[] =>
  words.flatMap(({ lower }) => [lower, lower.replace(/s$/, '')].find((noun) => ASKED_NOUNS.has(noun)) ?? []);

function whatAnswers(words: readonly Term[]): ReadonlySet<AnswerType> {
  const nouns = askedNounsIn(words);
  const isSure = nouns.some((noun) => SURE_NOUNS.has(noun));
  return new Set([
    ...(isSure ? [] : ['what' as const]),
    ...nouns.flatMap((noun) => ASKED_NOUNS.get(noun) ?? []),
    ...(asksForPerson(words) ? ['who' as const] : []),
    ...(asksForPlace(words) ? ['where' as const] : []),
    ...(namesMeasure(words) ? AMOUNTS : []),
  ]);
}

/** "Which supplier do we use" asks who supplies; "what employee benefits are there" does not ask for an employee. */
const asksForPerson = (words: readonly Term[]): boolean =>
  words.some(
    ({ lower }, at) =>
      (lower === 'which' || lower === 'what') &&
      isPerson(words[at + 1]?.concept ?? '') &&
      words[at + 2]?.isContent === false,
  );

/** "In which room is it", "which counter do I go to". */
const asksForPlace = (words: readonly Term[]): boolean =>
  words.some(
    ({ lower }, at) =>
      (lower === 'which' || lower === 'what') &&
      PLACES.has(words[at + 1]?.lower ?? '') &&
      words[at + 2]?.isContent === false,
  );
const PLACES = new Set('area place spot room building floor corner counter desk office entrance'.split(' '));

/** How far behind "how many" its unit may stand: "how many vacation days". */
const UNIT_REACH = 4;

/** The unit in which "how many" or "how many times a week" asks; null when it asks for things. */
export function askedUnitOf(words: readonly Word[]): string | null {
  const often = words.findIndex(({ lower }) => lower === 'oftenhow');
  const rhythm = often < 0 ? undefined : words[often + 1];
  if (rhythm?.kind === 'unit') return rhythm.lower;
  const at = words.findIndex(({ lower }) => lower === 'manyhow');
  if (at < 0) return null;
  const reach = words.slice(at + 1, at + 1 + UNIT_REACH);
  const unit = reach.findIndex(({ kind }) => kind === 'unit');
  const isCounted = reach[unit - 1]?.kind === 'number';
  return isCounted ? null : (reach[unit]?.lower ?? null);
}

/** What a question asks, in words and in kinds of answers. */
interface Asking {
  readonly words: readonly Term[];
  readonly answers: ReadonlySet<AnswerType>;
}

/**
 * "What are the collection days", "what are the visiting hours" and "visiting hours dialysis" ask when: days or hours, not
 * counted; else null.
 */
export function askedTimesOf(asking: Asking): 'day' | 'hour' | null {
  const { words } = asking;
  if (words.some(({ kind }) => kind === 'number')) return null;
  const at = words.findIndex(({ lower }) => lower === 'what' || lower === 'which');
  const unit =
    at < 0 ? headingUnitOf(asking) : words.slice(at + 1, at + 2 + UNIT_REACH).find(isSeveralTimes)?.lower;
  return unit === 'day' || unit === 'hour' ? unit : null;
}

/** Days or hours that a heading says in the plural: "captains rest hours". */
export const headingUnitOf = ({ words, answers }: Asking): string | null =>
  answers.has('none') ? (words.find(isSeveralTimes)?.lower ?? null) : null;

const isSeveralTimes = ({ kind, text }: Word): boolean => kind === 'unit' && /^(?:day|hour)s$/i.test(text);

/** "How long do captains rest", "I need to know the rest period". */
export const asksForLength = ({ words, answers }: Asking): boolean =>
  answers.has('how-long') && (!answers.has('none') || words.some(({ lower }) => LENGTHS.has(lower)));
const LENGTHS = new Set('duration length period'.split(' '));

const isAmount = (words: readonly Term[]): boolean =>
  words.some(({ isContent }, at) => isContent && words[at - 1]?.lower === 'muchhow');
