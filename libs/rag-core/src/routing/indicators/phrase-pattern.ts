const BEFORE = String.raw`(?<![\p{L}\p{N}])`;
const AFTER = String.raw`(?![\p{L}\p{N}])`;
const MAX_WORDS_BETWEEN = 8;

/** One pattern for all phrases of a table's row, in the notation of `IndicatorTable`. The text must be in lower case. */
export function phrasePattern(row: string): RegExp {
  const phrases = row.split('|').map((phrase) => phrase.trim().split(/\s+/));
  return new RegExp(phrases.map(patternOf).join('|'), 'u');
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
  word.endsWith('*') ? String.raw`${RegExp.escape(word.slice(0, -1))}\p{L}*` : RegExp.escape(word);
