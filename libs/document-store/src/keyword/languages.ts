import { stemmer as stemArabic } from '@orama/stemmers/arabic';
import { stemmer as stemArmenian } from '@orama/stemmers/armenian';
import { stemmer as stemDanish } from '@orama/stemmers/danish';
import { stemmer as stemDutch } from '@orama/stemmers/dutch';
import { stemmer as stemEnglish } from '@orama/stemmers/english';
import { stemmer as stemFinnish } from '@orama/stemmers/finnish';
import { stemmer as stemFrench } from '@orama/stemmers/french';
import { stemmer as stemGerman } from '@orama/stemmers/german';
import { stemmer as stemGreek } from '@orama/stemmers/greek';
import { stemmer as stemHungarian } from '@orama/stemmers/hungarian';
import { stemmer as stemHindi } from '@orama/stemmers/indian';
import { stemmer as stemItalian } from '@orama/stemmers/italian';
import { stemmer as stemLithuanian } from '@orama/stemmers/lithuanian';
import { stemmer as stemNorwegian } from '@orama/stemmers/norwegian';
import { stemmer as stemPortuguese } from '@orama/stemmers/portuguese';
import { stemmer as stemRomanian } from '@orama/stemmers/romanian';
import { stemmer as stemRussian } from '@orama/stemmers/russian';
import { stemmer as stemSerbian } from '@orama/stemmers/serbian';
import { stemmer as stemSpanish } from '@orama/stemmers/spanish';
import { stemmer as stemSwedish } from '@orama/stemmers/swedish';
import { stemmer as stemTamil } from '@orama/stemmers/tamil';
import { stemmer as stemTurkish } from '@orama/stemmers/turkish';
import { stemmer as stemUkrainian } from '@orama/stemmers/ukrainian';
import { STOP_WORDS } from './stop-words.ts';

/** Everything without a stemmer: Chinese, Polish, tables of figures. Its words are taken as they are. */
export const OTHER_LANGUAGE = 'other';

/** Snowball's stemmers by ISO 639-1 code. */
const STEMMERS = {
  ar: stemArabic,
  da: stemDanish,
  de: stemGerman,
  el: stemGreek,
  en: stemEnglish,
  es: stemSpanish,
  fi: stemFinnish,
  fr: stemFrench,
  hi: stemHindi,
  hu: stemHungarian,
  hy: stemArmenian,
  it: stemItalian,
  lt: stemLithuanian,
  nl: stemDutch,
  no: stemNorwegian,
  pt: stemPortuguese,
  ro: stemRomanian,
  ru: stemRussian,
  sr: stemSerbian,
  sv: stemSwedish,
  ta: stemTamil,
  tr: stemTurkish,
  uk: stemUkrainian,
} as const;

export type Language = keyof typeof STEMMERS | typeof OTHER_LANGUAGE;

export const LANGUAGES: readonly Language[] = [...Object.keys(STEMMERS).filter(isStemmed), OTHER_LANGUAGE];

export function isStemmed(code: string): code is keyof typeof STEMMERS {
  return Object.hasOwn(STEMMERS, code);
}

export const isStopWord = (word: string, language: Language): boolean =>
  language !== OTHER_LANGUAGE && STOP_WORDS[language].has(word);

/**
 * What the index knows a lower-case word as: its stem, without accents on Latin letters. English loses them first
 * (résumé is resume), other languages keep them for their stemmer.
 */
export function stemOf(word: string, language: Language): string {
  if (language === OTHER_LANGUAGE) return withoutAccents(word);
  if (language === 'en') return stemEnglish(withoutAccents(word));
  // The German stemmer gives back capitals that it uses inside.
  return withoutAccents(STEMMERS[language](word).toLowerCase());
}

const LATIN_ACCENTS = /(?<=\p{Script=Latin})\p{M}+/gu;
const IS_ASCII = /^[\u0020-\u007E]*$/;

const withoutAccents = (word: string): string =>
  IS_ASCII.test(word) ? word : word.normalize('NFD').replace(LATIN_ACCENTS, '').normalize('NFC');
