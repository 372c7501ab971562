import { languageOf } from '../language-of.ts';
import { expandContractions } from './contractions.ts';
import { dropPreamble } from './drop-preamble.ts';
import { joinPhrases } from './phrases.ts';
import { readDates } from './read-dates.ts';
import { readNumbers } from './read-numbers.ts';
import { readUnits } from './read-units.ts';
import { splitWords } from './split-words.ts';
import { conceptOf } from './synonyms.ts';
import type { Word } from './word.ts';

/** A question as the vetoes see it. */
export interface QuestionReading {
  readonly language: string;
  readonly words: readonly Word[];
  /** What each word stands for, in the order of `words`. */
  readonly concepts: readonly string[];
  /** All that is said, once each. */
  readonly said: ReadonlySet<string>;
}

/** Reads a canonical question: words, numbers, dates and units, each brought to one form. Linear in its length. */
export function readQuestion(text: string): QuestionReading {
  const language = languageOf(text);
  const plain = dropPreamble(joinPhrases(expandContractions(splitWords(text))));
  const words = readUnits(readDates(readNumbers(plain, language)));
  const concepts = words.map((word) =>
    word.kind === 'word' && !isPluralCode(word) ? conceptOf(word.lower) : word.lower,
  );
  return { language, words, concepts, said: new Set(concepts) };
}

/** `getUsers` is another function than `getUser`. */
const isPluralCode = ({ text, lower }: Word): boolean => lower.endsWith('s') && /\p{Ll}\p{Lu}|_/u.test(text);
