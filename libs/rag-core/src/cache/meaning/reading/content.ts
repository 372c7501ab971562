import { FUNCTION_WORDS } from '../function-words.ts';
import { answerTypeOf, impliedBy } from './answer-type.ts';
import { poleAt } from './poles.ts';
import type { QuestionReading } from './read-question.ts';
import type { Word } from './word.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** Said to be polite, to ask at all, or where "have" would do: a question is the same without. */
const FILLERS = set(
  `please kindly want wanna like hi hello hey thanks thank dear exactly actually really currently now right just ever let
  company your get getting got obtain there exist located situated mustdo cando rather forexample being
  oftenhow manyhow muchhow longhow farhow oldhow bighow
  bitte danke merci gracias grazie eigentlich mal befindet trouve encuentra`,
);
/** Verbs that order an answer, at the beginning; elsewhere they are what is asked about: "how do I list users". */
const ORDERS = set('tell explain describe define give list show name');
const BEFORE_ORDER = set('please kindly can could would will you just');
/** Fillers that stand for the order itself: "the definition of". */
const ORDERED = set('definition');
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
  return !isFunctionWord(word.lower, language) && !FILLERS.has(word.lower) && !ORDERED.has(word.lower);
}

/** Of its own language; of English when the language is unknown, since English terms are everywhere. */
function isFunctionWord(lower: string, language: string): boolean {
  return FUNCTION_WORDS[isTabled(language) ? language : 'en'].has(lower);
}

const isTabled = (language: string): language is keyof typeof FUNCTION_WORDS =>
  Object.hasOwn(FUNCTION_WORDS, language);

/** The concepts that the question is about, in order: nothing that another veto weighs. */
export function contentOf(reading: QuestionReading): string[] {
  const implied = impliedBy(answerTypeOf(reading));
  const order = orderAt(reading);
  return reading.concepts.filter((concept, at) => {
    const word = reading.words[at];
    const isAbout = word !== undefined && at !== order && isContent(word, reading.language);
    return isAbout && !implied.has(concept) && poleAt(reading, at) === null;
  });
}

/** Where "list …" or "could you show me …" orders the answer; -1 when nothing does. */
function orderAt({ words }: QuestionReading): number {
  const at = words.findIndex(({ lower }) => !BEFORE_ORDER.has(lower));
  return ORDERS.has(words[at]?.lower ?? '') ? at : -1;
}
