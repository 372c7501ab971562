import { FUNCTION_WORDS, type WordedLanguage } from './function-words.ts';

/** Long questions show their language early. */
const MAX_CHARACTERS = 2_000;
const MIN_EVIDENCE = 2;
/** How far the best language must be ahead of the next, in function words. */
const MIN_LEAD = 1.5;
/** A language of which a third of the words are no function words is guessed at, not known. */
const MIN_SHARE = 0.25;
/** Shares of the letters from which a script decides. */
const SCRIPT_SHARE = 0.5;

/** Scripts that name one language for our purpose; Han alone is Chinese, with kana it is Japanese. */
const SCRIPTS = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['ta', /\p{Script=Tamil}/gu],
  ['ka', /\p{Script=Georgian}/gu],
  ['hy', /\p{Script=Armenian}/gu],
] as const;
const CYRILLIC = /\p{Script=Cyrillic}/gu;
const BEYOND_LATIN = /[^\0-ɏ]/;

const LANGUAGES = Object.entries(FUNCTION_WORDS).filter(isWorded);
/** How many languages have a word: one that all of them have says little. */
const SHARED_BY = countLanguages();

/**
 * The language of a question as a BCP 47 code, or `und` when it cannot be told, as from two words. Precise rather than
 * complete: a language outside the tables whose words look like none of theirs is `und`.
 */
export function languageOf(question: string): string {
  const text = question.slice(0, MAX_CHARACTERS).normalize('NFC');
  return languageOfScript(text) ?? languageOfWords(text.toLowerCase());
}

function languageOfScript(text: string): string | null {
  if (!BEYOND_LATIN.test(text)) return null;
  const letters = countOf(text, /\p{L}/gu);
  if (letters < 2) return null;
  const kana = countOf(text, SCRIPTS[0][1]);
  const han = countOf(text, SCRIPTS[2][1]);
  // Japanese mixes both; a few kana in a row of Han are enough.
  if (kana > 0 && (kana + han) / letters >= SCRIPT_SHARE) return 'ja';
  for (const [language, letter] of SCRIPTS)
    if (countOf(text, letter) / letters >= SCRIPT_SHARE) return language;
  return countOf(text, CYRILLIC) / letters >= SCRIPT_SHARE ? cyrillicLanguage(text) : null;
}

function cyrillicLanguage(text: string): string {
  if (/[іїєґ]/iu.test(text)) return 'uk';
  if (/[ыэё]|(?:^|\s)(?:как|что|где|когда|какой|сколько|не|на)(?:\s|$)/iu.test(text)) return 'ru';
  return 'und';
}

function languageOfWords(text: string): string {
  const words = text.match(/\p{L}+/gu) ?? [];
  const [best, next] = LANGUAGES.map(([language, known]) => scoreOf(language, known, words)).toSorted(
    (one, other) => other.evidence - one.evidence,
  );
  if (best === undefined || next === undefined) return 'und';
  const isClear =
    best.count >= MIN_EVIDENCE &&
    best.count / words.length >= MIN_SHARE &&
    best.evidence >= next.evidence * MIN_LEAD &&
    best.evidence >= 1;
  return isClear ? best.language : 'und';
}

function scoreOf(
  language: string,
  known: ReadonlySet<string>,
  words: readonly string[],
): { readonly language: string; readonly count: number; readonly evidence: number } {
  const found = words.filter((word) => known.has(word));
  const evidence = found.reduce((sum, word) => sum + 1 / (SHARED_BY.get(word) ?? 1), 0);
  return { language, count: found.length, evidence };
}

function countLanguages(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [, known] of LANGUAGES) for (const word of known) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

function isWorded(entry: [string, ReadonlySet<string>]): entry is [WordedLanguage, ReadonlySet<string>] {
  return Object.hasOwn(FUNCTION_WORDS, entry[0]);
}
