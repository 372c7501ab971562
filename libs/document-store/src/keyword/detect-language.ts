import { eld } from 'eld/small';
import { isStemmed, type Language, OTHER_LANGUAGE } from './languages.ts';

const WINDOW_CHARACTERS = 400;
const LETTERS = /\p{L}/gu;
const LATIN_LETTERS = /\p{Script=Latin}/gu;

/**
 * The language that a document is written in, from its beginning, its middle and its end. What cannot be told is taken
 * for English where its letters are Latin.
 */
export function detectLanguage(text: string): Language {
  const sample = sampleOf(text);
  const found = eld.detect(sample);
  if (found.language !== '' && found.isReliable())
    return isStemmed(found.language) ? found.language : OTHER_LANGUAGE;
  return isMostlyLatin(sample) ? 'en' : OTHER_LANGUAGE;
}

function sampleOf(text: string): string {
  if (text.length <= 3 * WINDOW_CHARACTERS) return text;
  const middle = Math.floor((text.length - WINDOW_CHARACTERS) / 2);
  const starts = [0, middle, text.length - WINDOW_CHARACTERS];
  return starts.map((start) => text.slice(start, start + WINDOW_CHARACTERS)).join(' ');
}

function isMostlyLatin(text: string): boolean {
  const letters = text.match(LETTERS)?.length ?? 0;
  return (text.match(LATIN_LETTERS)?.length ?? 0) * 2 >= letters;
}
