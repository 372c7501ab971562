import { countParts } from './count-parts.ts';
import type { Complexity, JudgeComplexity } from './complexity.ts';
import { ENGLISH } from './indicators/english.ts';
import { FRENCH } from './indicators/french.ts';
import { GERMAN } from './indicators/german.ts';
import type { IndicatorTable } from './indicators/indicator-table.ts';
import { ITALIAN } from './indicators/italian.ts';
import { type PhrasePattern, phrasePatterns, WORD_OPENINGS } from './indicators/phrase-pattern.ts';
import { SPANISH } from './indicators/spanish.ts';

/** As long as a question may be; of a longer one the beginning is judged. */
const MAX_CHARACTERS = 2_000;
const SHORT_QUESTION_WORDS = 10;
/** So few words without a question mark are what people type into a search box. */
const KEYWORDS = 5;
/** From so many questions in one on, the answer is a picture put together. */
const MANY_PARTS = 3;

/**
 * Judges by tables of indicators. Complex is tested first: "How does X compare to Y?" is short and not simple. Medium
 * comes before simple: "What is the limit and who sets it?" begins like a simple question.
 */
export function createJudge(tables: readonly IndicatorTable[]): JudgeComplexity {
  const phrases = {
    complex: phrasesOf(tables, 'complex'),
    medium: phrasesOf(tables, 'medium'),
    simple: phrasesOf(tables, 'simple'),
  };
  return (question) => {
    const text = readable(question);
    const parts = countParts(text);
    if (parts >= MANY_PARTS) return 'complex';
    const words = [...text.matchAll(WORD_OPENINGS)];
    if (shows(phrases.complex, text, words)) return 'complex';
    if (parts > 1 || shows(phrases.medium, text, words)) return 'medium';
    return shows(phrases.simple, text, words) || isShort(text) ? 'simple' : 'medium';
  };
}

/** What phrases that begin with the same letters look like, by those letters: most words of a question begin none. */
type Phrases = ReadonlyMap<string, RegExp>;

function phrasesOf(tables: readonly IndicatorTable[], complexity: Complexity): Phrases {
  const rows = tables.flatMap((table) => Object.values(table[complexity]));
  const byOpening = Map.groupBy(rows.flatMap(phrasePatterns), ({ opening }) => opening);
  const oneOf = (patterns: readonly PhrasePattern[]): RegExp =>
    new RegExp(patterns.map(({ source }) => source).join('|'), 'y');
  return new Map([...byOpening].map(([opening, patterns]) => [opening, oneOf(patterns)] as const));
}

/** Looks at each word once. */
function shows(phrases: Phrases, text: string, words: readonly RegExpExecArray[]): boolean {
  for (const { 0: opening, index } of words) {
    const pattern = phrases.get(opening);
    if (pattern === undefined) continue;
    pattern.lastIndex = index;
    if (pattern.test(text)) return true;
  }
  return false;
}

function isShort(text: string): boolean {
  const words = text.split(' ').filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  return words < (text.includes('?') || ASKS.test(text) ? SHORT_QUESTION_WORDS : KEYWORDS + 1);
}

// People leave the question mark out.
const ASKS =
  /^(?:who|what|when|where|which|how|is|are|do|does|did|can|may|wer|wie|was|wann|wo|welche[rsmn]?|darf|kann|quels?|quelles?|comment|qué|cómo|cuál|cuáles|chi|quali|quale|come|cosa) /;

// Courtesy before the question itself, so that what it begins with can be told.
const COURTESY =
  /^(?:(?:hi|hello|hey|hallo|bonjour|hola|ciao|please|bitte|can you|could you|would you|will you|tell me(?= (?:who|what|when|where|why|how|which))|i(?: would|'d) like to know|do you know|kannst du|können sie|sag mir|peux-tu|pouvez-vous|dis-moi|dime|dimmi|puedes|puoi|potresti|por favor|per favore|s'il (?:te|vous) plaît|mir)[ ,!.:]+)+/u;

function readable(question: string): string {
  const plain = question
    .slice(0, MAX_CHARACTERS)
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’‘´`]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}]+/u, '');
  return plain.replace(COURTESY, '');
}

/** The judge of the fleet: English, German, French, Spanish and Italian at once, since questions mix them. */
export const judgeComplexity: JudgeComplexity = createJudge([ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN]);
