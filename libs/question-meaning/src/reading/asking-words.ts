import type { Word } from './word.ts';

const ASKING_WORDS = {
  who: 'who whom wer quién quiénes chi quem',
  /** Of a person, and of what is done to one where a language tells them apart. */
  whose: 'whose wessen',
  whom: 'wen wem',
  when: 'when bywhen untilwhen whatday whattime wann quand cuándo wanneer',
  where: 'where wherewritten wo où dónde dove waar onde',
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
/** Verbs that open a question to which the answer is yes or no. */
export const YES_NO: ReadonlySet<string> = new Set(
  `whether is are am was were do does did can could may might must should shall will would has have had cando mustdo
  kann darf muss ist sind hat puedo puede posso può kan mag moet`.split(/\s+/),
);
/** Words and the language that they are taken for. */
export interface Asked {
  readonly words: readonly Word[];
  readonly language: string;
}

/** What the word at a place asks for; null when it is no question word. */
export function typeAt(reading: Asked, at: number): AnswerType | null {
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
