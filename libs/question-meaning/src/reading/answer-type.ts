import { type AnswerType, type Asked, typeAt, YES_NO } from './asking-words.ts';
import type { Word } from './word.ts';

/** A question opens within its first words; later "when" and "who" begin clauses. */
const SECOND_WORDS = new Set([
  'de',
  'in',
  'an',
  'on',
  'at',
  'to',
  'for',
  'from',
  'by',
  'with',
  'and',
  'so',
  'à',
  'a',
]);

interface AskedAt {
  readonly type: AnswerType;
  readonly at: number;
}

/** Read from the first question word; a clause such as "when I am sick, …" is passed over. */
export function answerTypeOf(reading: Asked): AnswerType {
  const { words } = reading;
  const opening = words.findIndex(({ lower }) => !SECOND_WORDS.has(lower));
  const opens = typeAt(reading, opening);
  if (opens === null && YES_NO.has(words[opening]?.lower ?? ''))
    return secondAsked(reading, opening) ?? 'yes-no';
  const first = typeFrom(reading, 0);
  if (first === null) return asksLater(words) || isInverted(words) ? 'yes-no' : 'none';
  const later = typeFrom(reading, first.at + 1);
  return later === null ? typeOfOnly(reading, first, opening) : typeOfTwo(reading, { first, later, opening });
}

/** "Rooms where photos are allowed" and "guests who are late" are headings; "when I am sick" alone asks when. */
function typeOfOnly(reading: Asked, first: AskedAt, opening: number): AnswerType {
  const isClause = isTimeOrPlace(first) && isClauseStart(reading, first.at) && first.at > opening;
  return isClause || isAboutSeveral(reading, first) ? 'none' : first.type;
}

function typeOfTwo(
  reading: Asked,
  { first, later, opening }: { readonly first: AskedAt; readonly later: AskedAt; readonly opening: number },
): AnswerType {
  const isPassedOver =
    (isTimeOrPlace(first) && isClauseStart(reading, first.at)) ||
    (isRelative(first, opening) && ASKS_FOR_ALL.has(later.type));
  return isPassedOver ? later.type : first.type;
}

const isTimeOrPlace = ({ type }: AskedAt): boolean => type === 'when' || type === 'where';

/** "Is there a fee, and how much is it": who is told the fee knows that there is one. So with "is it possible, and how". */
function secondAsked(reading: Asked, opening: number): AnswerType | null {
  const asksHow = reading.words.at(-1)?.lower === 'how' && reading.words.at(-2)?.lower === 'and';
  if (reading.words[opening + 1]?.lower !== 'there' && !asksHow) return null;
  const joined = reading.words.findIndex(
    (word, at) => word.lower === 'and' && typeAt(reading, at + 1) !== null,
  );
  return joined < 0 ? null : typeAt(reading, joined + 1);
}

/** "My car was built in 2005. Is it affected": a sentence that opens with a verb, behind another. */
const asksLater = (words: readonly Word[]): boolean =>
  words.some(({ text, lower, isName }) => !isName && /^\p{Lu}/u.test(text) && YES_NO.has(lower));

/** "After 5 pm, may I bring a child": what opens with a preposition has its verb before its subject. */
function isInverted(words: readonly Word[]): boolean {
  if (!LEADING.has(words[0]?.lower ?? '')) return false;
  const verb = words.findIndex(({ lower }) => INVERTED.has(lower));
  return verb > 0 && verb < words.length - 1 && !SUBJECTS.has(words[verb - 1]?.lower ?? '');
}
const LEADING = new Set(
  'before after with without during until since on at in for from under over per within because'.split(' '),
);
const INVERTED = new Set('is are was were do does did can could may must should will would'.split(' '));
const SUBJECTS = new Set('i you we he she it they there this that these those'.split(' '));

/** "Employees who left in 2020", "the fee for crew who stay": whom it is about, and no question. */
function isAboutSeveral({ words }: Asked, { type, at }: AskedAt): boolean {
  const before = words[at - 1];
  const isThing = before?.kind === 'word' && !before.isName;
  const isLed = LEADS_PERSONS.has(words[at - 2]?.lower ?? '');
  return type === 'who' && isThing && (isLed || /s$|^people$|^staff$/.test(before.lower));
}
const LEADS_PERSONS = new Set('for of to by with from among'.split(' '));

const ASKS_FOR_ALL: ReadonlySet<AnswerType> = new Set<AnswerType>([
  'what',
  'how',
  'how-much',
  'how-many',
  'how-long',
]);

/** "Guests who are late: what do they pay" opens with whom it is about. */
const isRelative = ({ type, at }: AskedAt, opening: number): boolean =>
  type === 'who' && opening === 0 && at > 0;

function typeFrom(reading: Asked, start: number): AskedAt | null {
  for (let at = start; at < reading.words.length; at++) {
    const type = typeAt(reading, at);
    if (type !== null) return { type, at };
  }
  return null;
}

/** "when I am sick": the subject follows at once, where a question has its verb. */
function isClauseStart({ words }: Asked, at: number): boolean {
  const next = words[at + 1]?.lower ?? '';
  return !YES_NO.has(next);
}
