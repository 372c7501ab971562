/**
 * Letters and digits of what is written with Latin letters, in lower case. All of `\p{L}` would say the same of our
 * languages and take a second to compile, at a fleet's first question.
 */
export const WORD_CHARACTERS = '0-9a-zß-öø-ɏ';
const AFTER = `(?![${WORD_CHARACTERS}])`;
const MAX_WORDS_BETWEEN = 8;
/** So many tell most words apart. */
const OPENING_CHARACTERS = 3;

/** A phrase as it may stand in a text of lower case. */
export interface PhrasePattern {
  /** What the text has where the phrase begins: up to three letters of a word, or the whole of a shorter one. */
  readonly opening: string;
  /** The source of a pattern for that place on. */
  readonly source: string;
}

/** The first letters of each word: where a phrase may begin. */
export const WORD_OPENINGS = new RegExp(
  `(?<![${WORD_CHARACTERS}])[${WORD_CHARACTERS}]{1,${OPENING_CHARACTERS}}`,
  'g',
);
const OPENING = new RegExp(`^[${WORD_CHARACTERS}]{1,${OPENING_CHARACTERS}}`);

/** The phrases of a table's row, in the notation of `IndicatorTable`; one that begins with one of several words is several. */
export const phrasePatterns = (row: string): readonly PhrasePattern[] =>
  row.split('|').flatMap((phrase) => patternsOf(phrase.trim().split(/\s+/)));

function patternsOf([first = '', ...rest]: readonly string[]): readonly PhrasePattern[] {
  const isAtStart = first.startsWith('^');
  const end = rest.map(following).join('') + AFTER;
  return (isAtStart ? first.slice(1) : first).split('/').map((word) => ({
    opening: openingOf(word),
    source: (isAtStart ? '^' : '') + spelled(word) + end,
  }));
}

/** A word with any ending is found by its first letters, so that it must have as many. */
function openingOf(word: string): string {
  const opening = OPENING.exec(word)?.[0] ?? '';
  const isOpen = word === `${opening}*` && opening.length < OPENING_CHARACTERS;
  if (opening === '' || isOpen) throw new RangeError(`A phrase cannot be found by its first word: ${word}`);
  return opening;
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
