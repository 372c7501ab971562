import { stemOf, wordsOf } from '../../language/words.ts';
import { KIND_PATTERNS, UNIT } from './kind-patterns.ts';
import { kinship } from './word-families.ts';

const STOPS_A_NOUN =
  /^(?:the|a|an|my|your|our|this|that|it|he|she|are|is|do|does|did|can|could|may|might|was|were|have|has|had|will|would|must|should|of|in|on|at|to|for|there|per|from|with|by|take|fit|live|lived|work|survived|died|made|make|can|you|i|we|they|were)$/u;
const PERSONS =
  /^(?:people|person|persons|visitor|visitors|guest|guests|inhabitants|residents|employees|students|members|passengers|spectators|seats|soldiers|workers)$/u;
const COUNTED_PERSONS =
  /\p{N}[\p{N}.,]*(?: \p{L}+){0,2} (?:people|persons|visitors|guests|inhabitants|residents|employees|students|members|passengers|spectators|adults|children|pupils|men|women|pairs|seats)\b|\bpopulation of\b|\bseats \p{N}/iu;

const COUNTED_WITHIN = 3;
const BARE_NUMBER = 0.4;
/** "How many times": "renewed twice". */
const TIMES = /\b(?:once|twice|thrice|(?:\p{N}+|\p{L}+) times)\b/iu;

/**
 * Reads the words behind "how many". What it returns says, 0 to 1, how surely a statement counts that: a number beside
 * what is counted; a number alone may count something else.
 */
export function countFitOf(asked: string): (statement: string) => number {
  const nouns = nounsOf(asked);
  const isOfPersons = nouns.some((noun) => PERSONS.test(noun));
  const stems = nouns.map(stemOf);
  return (statement) => {
    if (!KIND_PATTERNS.number.test(statement)) return 0;
    if (isOfPersons && COUNTED_PERSONS.test(statement)) return 1;
    if (nouns.at(-1) === 'times') return TIMES.test(statement) ? 1 : 0;
    return countIn(statement, stems);
  };
}

function nounsOf(asked: string): string[] {
  const nouns: string[] = [];
  for (const word of asked.trim().split(/\s+/)) {
    if (STOPS_A_NOUN.test(word)) break;
    nouns.push(word);
  }
  return nouns;
}

/** What is counted may stand around its number; a number of weeks or euros counts these alone. */
function countIn(statement: string, stems: readonly string[]): number {
  const words = wordsOf(statement);
  const noun = stems.at(-1);
  const counts = (word: string | undefined): boolean =>
    word !== undefined && noun !== undefined && kinship(noun, stemOf(word)) > 0;
  const free = words.flatMap((word, place) =>
    KIND_PATTERNS.number.test(word) && (counts(words[place + 1]) || !isUnit(words[place + 1])) ? [place] : [],
  );
  if (free.length === 0) return 0;
  const isCounted = free.some((place) =>
    words.slice(Math.max(0, place - 2), place + COUNTED_WITHIN + 1).some(counts),
  );
  return isCounted ? 1 : BARE_NUMBER;
}

const isUnit = (word: string | undefined): boolean => word !== undefined && UNIT.test(word);
