/**
 * Letters and digits of what is written with Latin letters, in lower case. All of `\p{L}` would say the same of our
 * languages and take a second to compile, at a fleet's first question.
 */
export const WORD_CHARACTERS = '0-9a-zß-öø-ɏ';
const BEFORE = `(?<![${WORD_CHARACTERS}])`;
const AFTER = `(?![${WORD_CHARACTERS}])`;
const MAX_WORDS_BETWEEN = 8;

/** One pattern for all phrases of a table's row, in the notation of `IndicatorTable`. The text must be in lower case. */
export function phrasePattern(row: string): RegExp {
  const phrases = row.split('|').map((phrase) => phrase.trim().split(/\s+/));
  return new RegExp(phrases.map(patternOf).join('|'));
}

function patternOf(words: readonly string[]): string {
  const [first = '', ...rest] = words;
  const start = first.startsWith('^') ? `^${oneOf(first.slice(1))}` : BEFORE + oneOf(first);
  return start + rest.map(following).join('') + AFTER;
}

function following(word: string): string {
  if (word === '…') return `(?: \\S+){0,${MAX_WORDS_BETWEEN}}`;
  if (word.startsWith('!')) return `(?! ${oneOf(word.slice(1))}${AFTER})`;
  return ` ${oneOf(word)}`;
}

const oneOf = (word: string): string => `(?:${word.split('/').map(spelled).join('|')})`;

const spelled = (word: string): string =>
  word.endsWith('*') ? `${literal(word.slice(0, -1))}[${WORD_CHARACTERS}]*` : literal(word);

const literal = (word: string): string => word.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
