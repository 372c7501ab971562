import { FUNCTION_WORDS } from '../function-words.ts';
import type { Word } from './word.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Said to be polite, to ask at all, or where "have" would do: a question is the same without. */
const FILLERS = set(
  `receive receives given granted
  please kindly want wanna like once yet already someone somebody anyone anybody hi hello hey thanks thank dear exactly actually really currently now right just ever let
  company your get getting got obtain there exist located situated mustdo cando rather forexample being
  oftenhow manyhow muchhow longhow farhow oldhow bighow whatday whattime bywhen untilwhen
  bitte danke merci gracias grazie eigentlich mal befindet trouve encuentra`,
);
/** Fillers that stand for the order itself: "the definition of". */
const ORDERED = set('definition overview');
/** They carry a meaning that a veto of their own weighs, so they are no function words for the subject. */
const WEIGHED = set(
  'no not nor never without none neither over under before after above below who whom what which when where why how',
);

/** Whether a word says what the question is about. */
export function isContent(word: Word, language: string): boolean {
  if (word.kind === 'code') return true;
  if (word.kind !== 'word' || WEIGHED.has(word.lower)) return false;
  // Case was kept where it makes another word: "US", "IT".
  if (word.lower !== word.lower.toLowerCase()) return true;
  if (isLetterOfName(word, language)) return true;
  return !isFunctionWord(word.lower, language) && !FILLERS.has(word.lower) && !ORDERED.has(word.lower);
}

/** "Gate d": English builds a sentence with these letters behind an apostrophe alone. */
const isLetterOfName = ({ text, isName }: Word, language: string): boolean =>
  isName && /^[dmst]$/.test(text) && tableOf(language) === 'en';

const isFunctionWord = (lower: string, language: string): boolean =>
  FUNCTION_WORDS[tableOf(language)].has(lower);

/** Its own language; English when the language is unknown, since English terms are everywhere. */
const tableOf = (language: string): keyof typeof FUNCTION_WORDS => (isTabled(language) ? language : 'en');

const isTabled = (language: string): language is keyof typeof FUNCTION_WORDS =>
  Object.hasOwn(FUNCTION_WORDS, language);
