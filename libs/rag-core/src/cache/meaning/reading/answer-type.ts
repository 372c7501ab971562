import type { Word } from './word.ts';

const ASKING_WORDS = {
  who: 'who whom wer quién quiénes chi quem',
  /** Of a person, and of what is done to one where a language tells them apart. */
  whose: 'whose wessen',
  whom: 'wen wem',
  when: 'when wann quand cuándo wanneer',
  where: 'where wo où dónde dove waar onde',
  why: 'why warum wieso weshalb pourquoi perché waarom',
  how: 'how comment cómo hoe',
  'how-many': 'manyhow wieviele cuántos cuántas quanti quante hoeveel quantos quantas',
  'how-much': 'muchhow wieviel cuánto cuánta combien',
  'how-long': 'longhow',
  'how-often': 'oftenhow',
  'how-far': 'farhow',
  'how-old': 'oldhow',
  'how-big': 'bighow',
  what: `what which was welche welcher welches welchen welchem que quoi quel quelle quels quelles qué cuál cuáles cosa
    quale quali wat welke welk qual quais`,
} as const;

/** `none`: an order, or words without a sentence. */
export type AnswerType = keyof typeof ASKING_WORDS | 'yes-no' | 'none';

const QUESTION_WORDS: ReadonlyMap<string, AnswerType> = new Map(
  Object.entries(ASKING_WORDS).flatMap(([type, words]) =>
    isAskingType(type) ? words.split(/\s+/).map((word): [string, AnswerType] => [word, type]) : [],
  ),
);
/** Words that only one language asks with, or that ask something else elsewhere: "wie" is "who" in Dutch. */
const OF_LANGUAGE: ReadonlyMap<string, ReadonlyMap<string, AnswerType>> = new Map([
  ['wie', new Map([asks('de', 'how'), asks('nl', 'who')])],
  ['qui', new Map([asks('fr', 'who')])],
  ['quando', new Map([asks('it', 'when'), asks('es', 'when'), asks('pt', 'when')])],
  ['come', new Map([asks('it', 'how')])],
  ['como', new Map([asks('pt', 'how')])],
  ['quanto', new Map([asks('it', 'how-much'), asks('pt', 'how-much')])],
]);
/** They ask in one language and say something else in another. */
const ONLY_IN: ReadonlyMap<string, string> = new Map([
  ['was', 'de'],
  ['wo', 'de'],
  ['comment', 'fr'],
  ['que', 'fr'],
  ['chi', 'it'],
  ['dove', 'it'],
]);
const YES_NO = new Set(
  `whether is are am was were do does did can could may might must should shall will would has have had cando mustdo
  kann darf muss ist sind hat puedo puede posso può kan mag moet`.split(/\s+/),
);
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

interface Asked {
  readonly words: readonly Word[];
  readonly language: string;
}

/** Read from the first question word; a clause such as "when I am sick, …" is passed over. */
export function answerTypeOf(reading: Asked): AnswerType {
  const { words } = reading;
  const opening = words.findIndex(({ lower }) => !SECOND_WORDS.has(lower));
  const opens = typeAt(reading, opening);
  if (opens === null && YES_NO.has(words[opening]?.lower ?? ''))
    return secondAsked(reading, opening) ?? 'yes-no';
  const first = typeFrom(reading, 0);
  if (first === null) return asksLater(words) ? 'yes-no' : 'none';
  const later = typeFrom(reading, first.at + 1);
  if (later === null && isHeading(reading, first)) return 'none';
  const isClause = (first.type === 'when' || first.type === 'where') && isClauseStart(reading, first.at);
  // "Rooms where photos are allowed" is a heading; "when I am sick" alone asks when.
  if (isClause) return later?.type ?? (first.at > opening ? 'none' : first.type);
  return isRelative(first, opening) && later !== null && ASKS_FOR_ALL.has(later.type)
    ? later.type
    : first.type;
}

/** "Is there a fee, and how much is it": who is told the fee knows that there is one. */
function secondAsked(reading: Asked, opening: number): AnswerType | null {
  if (reading.words[opening + 1]?.lower !== 'there') return null;
  const second = typeFrom(reading, opening);
  return second !== null && reading.words[second.at - 1]?.lower === 'and' ? second.type : null;
}

/** "My car was built in 2005. Is it affected": a sentence that opens with a verb, behind another. */
const asksLater = (words: readonly Word[]): boolean =>
  words.some(({ text, lower, isName }) => !isName && /^\p{Lu}/u.test(text) && YES_NO.has(lower));

/** "Employees who left in 2020" without a question: whom it is about, in several. */
function isHeading(
  { words }: Asked,
  { type, at }: { readonly type: AnswerType; readonly at: number },
): boolean {
  const before = words[at - 1];
  return (
    type === 'who' && before?.kind === 'word' && !before.isName && /s$|^people$|^staff$/.test(before.lower)
  );
}

const ASKS_FOR_ALL: ReadonlySet<AnswerType> = new Set<AnswerType>([
  'what',
  'how',
  'how-much',
  'how-many',
  'how-long',
]);

/** "Guests who are late: what do they pay" opens with whom it is about. */
const isRelative = (
  { type, at }: { readonly type: AnswerType; readonly at: number },
  opening: number,
): boolean => type === 'who' && opening === 0 && at > 0;

function typeFrom(reading: Asked, start: number): { readonly type: AnswerType; readonly at: number } | null {
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

function typeAt(reading: Asked, at: number): AnswerType | null {
  const { words, language } = reading;
  const lower = words[at]?.lower ?? '';
  const only = ONLY_IN.get(lower);
  if (only !== undefined && only !== language) return null;
  const type = OF_LANGUAGE.get(lower)?.get(language) ?? QUESTION_WORDS.get(lower) ?? null;
  if (type !== 'how') return type;
  return germanAmount(reading, at) ?? (isDegree(words, at) ? 'how-big' : type);
}

/** "How heavy may it be": a word that is no verb and no pronoun, and a verb behind it. */
function isDegree(words: readonly Word[], at: number): boolean {
  const [degree, verb] = [words[at + 1], words[at + 2]];
  if (words[at]?.lower !== 'how' || degree?.kind !== 'word' || verb === undefined) return false;
  const isVerb = YES_NO.has(degree.lower) || NO_DEGREE.has(degree.lower);
  return !isVerb && !/(?:s|ly|ing)$/.test(degree.lower) && YES_NO.has(verb.lower);
}
const NO_DEGREE = new Set(
  'i you we he she it they one this that these those else about come to not best'.split(' '),
);

/** "wie viele", "wie lange", "hoe lang". */
function germanAmount({ words }: Asked, at: number): AnswerType | null {
  const next = words[at + 1]?.lower ?? '';
  if (/^viele[rn]?$/.test(next)) return 'how-many';
  if (next === 'viel' || next === 'veel') return 'how-much';
  if (/^lang[e]?$/.test(next)) return 'how-long';
  return /^(?:oft|vaak)$/.test(next) ? 'how-often' : null;
}

function asks(language: string, type: AnswerType): [string, AnswerType] {
  return [language, type];
}

function isAskingType(type: string): type is keyof typeof ASKING_WORDS {
  return Object.hasOwn(ASKING_WORDS, type);
}
