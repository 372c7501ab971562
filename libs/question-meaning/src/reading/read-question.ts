import { languageOf } from '../language-of.ts';
import type { AnswerType } from './asking-words.ts';
import { answersOf } from './answers-of.ts';
import { isContent } from './content.ts';
import { expandContractions } from './contractions.ts';
import { dropMeasuredScales } from './drop-measured-scales.ts';
import { dropPreamble } from './drop-preamble.ts';
import { joinPhrases } from './phrases.ts';
import { poleOf } from './poles.ts';
import { readDates } from './read-dates.ts';
import { readDegrees } from './read-degrees.ts';
import { readLacking } from './read-lacking.ts';
import { readNumbers } from './read-numbers.ts';
import { readQuantities } from './read-quantities.ts';
import { readSingles } from './read-singles.ts';
import { readUnits } from './read-units.ts';
import { splitWords } from './split-words.ts';
import { conceptOf, conceptOfName } from './synonyms.ts';
import type { Term, Word } from './word.ts';

/** A question as the vetoes see it. */
export interface QuestionReading {
  readonly language: string;
  readonly words: readonly Term[];
  /** What kinds of answer it may ask for. */
  readonly answers: ReadonlySet<AnswerType>;
  /** Every concept that is said, once. */
  readonly said: ReadonlySet<string>;
}

/** Reads a canonical question: words, numbers, dates and units, each brought to one form. Linear in its length. */
export function readQuestion(text: string): QuestionReading {
  const language = languageOf(text);
  const joined = readLacking(joinPhrases(readSingles(expandContractions(splitWords(text)))));
  const plain = readDegrees(dropPreamble(joined));
  const read = dropMeasuredScales(readQuantities(readUnits(readDates(readNumbers(plain, language)))));
  const words = read.map((word, at): Term => {
    const concept = conceptIn(word, language);
    const pole = poleOf(word, concept, read[at + 1]);
    return { ...word, concept, pole, isContent: isContent(word, language) };
  });
  return {
    language,
    words,
    answers: answersOf(words, language),
    // "Swift prices" may be the prices of Swift.
    said: new Set([
      ...words.map(({ concept }) => concept),
      ...words.slice(0, 1).flatMap(({ text }) => [text, conceptOfName(text)]),
    ]),
  };
}

/** Every concept that a text of any kind says in words; numbers, dates and units are not read. Linear in its length. */
export const conceptsSaidIn = (text: string, language: string): ReadonlySet<string> =>
  new Set(joinPhrases(splitWords(text)).map((word) => conceptIn(word, language)));

function conceptIn(word: Word, language: string): string {
  if (word.kind !== 'word' || isPluralCode(word)) return word.lower;
  // A heading is often too short to tell its language by.
  const isEnglish = language === 'en' || (language === 'und' && word.isName);
  return isEnglish && /^\p{Lu}/u.test(word.text)
    ? conceptOfName(word.lower)
    : conceptOf(word.lower, language);
}

/** `getUsers` is another function than `getUser`. */
const isPluralCode = ({ text, lower }: Word): boolean => lower.endsWith('s') && /\p{Ll}\p{Lu}|_/u.test(text);
