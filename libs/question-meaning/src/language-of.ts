import { FUNCTION_WORDS } from './function-words.ts';

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
/** Quotation marks and dashes are no letters: most texts with some have no script to be told by. */
const LETTER_BEYOND_LATIN = /[\p{L}--[\0-ɏ]]/v;

const LANGUAGES = Object.keys(FUNCTION_WORDS);
/** Which languages have a word: one that all of them have says little. */
const LANGUAGES_OF = placesOfWords();

/**
 * The language of a question as a BCP 47 code, or `und` when it cannot be told, as from two words. Precise rather than
 * complete: a language outside the tables whose words look like none of theirs is `und`.
 */
export function languageOf(question: string): string {
  const text = question.slice(0, MAX_CHARACTERS).normalize('NFC');
  return languageOfScript(text) ?? languageOfWords(text.toLowerCase());
}

function languageOfScript(text: string): string | null {
  if (!LETTER_BEYOND_LATIN.test(text)) return null;
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

/** Each word is looked up once, not once for each language. */
function languageOfWords(text: string): string {
  const words = text.match(/\p{L}+/gu) ?? [];
  const scores = LANGUAGES.map((language) => ({ language, count: 0, evidence: 0 }));
  for (const word of words) {
    const places = LANGUAGES_OF.get(word) ?? [];
    for (const place of places) count(scores[place], 1 / places.length);
  }
  const [best, next] = bestTwo(scores);
  if (best === undefined || next === undefined) return 'und';
  const isClear =
    best.count >= MIN_EVIDENCE &&
    best.count / words.length >= MIN_SHARE &&
    best.evidence >= next.evidence * MIN_LEAD &&
    best.evidence >= 1;
  return isClear ? best.language : 'und';
}

interface Score {
  readonly language: string;
  count: number;
  evidence: number;
}

function count(score: Score | undefined, evidence: number): void {
  if (score === undefined) return;
  score.count += 1;
  score.evidence += evidence;
}

/** Of those with the same evidence, the ones that come first. */
function bestTwo(scores: readonly Score[]): readonly [Score | undefined, Score | undefined] {
  let best: Score | undefined;
  let next: Score | undefined;
  for (const score of scores) {
    if (best === undefined || score.evidence > best.evidence) [best, next] = [score, best];
    else if (next === undefined || score.evidence > next.evidence) next = score;
  }
  return [best, next];
}

function placesOfWords(): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [place, words] of Object.values(FUNCTION_WORDS).entries())
    for (const word of words) places.set(word, [...(places.get(word) ?? []), place]);
  return places;
}

const countOf = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
