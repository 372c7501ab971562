import { MAY_BE_EMAIL } from '../pii/email-spans.ts';
import { SECRET_NAMES, TOKEN_NAMES } from './assigned-value.ts';
import { KEY_KINDS } from './key-kinds.ts';
import { PRIVATE_KEY_BEGIN } from './private-key.ts';

/** First characters that are looked at before any rule is. */
const MOST_LETTERS = 6;

/** Alternatives of the beginnings of words, each as far as the text goes: what they are not cannot become the word. */
function beginningsOf(words: readonly string[], written: (letter: string) => string): string {
  const byLetter = Map.groupBy(words, (word) => word.charAt(0));
  if (byLetter.has('')) return '';
  const branches = [...byLetter].map(([letter, those]) => {
    const rest = beginningsOf(
      those.map((word) => word.slice(1)),
      written,
    );
    return written(letter) + (rest === '' ? '' : `(?:$|${rest})`);
  });
  return branches.join('|');
}

const cutWords = (words: readonly string[]): string[] => words.map((word) => word.slice(0, MOST_LETTERS));
const literal = (letter: string): string => letter.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&');
const inAnyCase = (letter: string): string =>
  /[a-z]/.test(letter) ? `[${letter}${letter.toUpperCase()}]` : literal(letter);

const PREFIXES = ['sk-', ...KEY_KINDS.flatMap(({ prefixes }) => prefixes)];
const MAY_BEGIN = new RegExp(
  [
    MAY_BE_EMAIL,
    beginningsOf(cutWords([...SECRET_NAMES, ...TOKEN_NAMES, 'bearer']), inAnyCase),
    `(?<![A-Za-z0-9])(?:${beginningsOf(cutWords(PREFIXES), literal)})`,
    beginningsOf([PRIVATE_KEY_BEGIN.slice(0, MOST_LETTERS), '://'], literal),
    '(?<!\\d)\\d',
    '[\\uD800-\\uDBFF]$',
  ].join('|'),
  'g',
);

/** The first place from `at` on where a rule may find anything; the text's length when there is none. All rules are null before it. */
export function nextCandidate(text: string, at: number): number {
  MAY_BEGIN.lastIndex = at;
  return MAY_BEGIN.exec(text)?.index ?? text.length;
}
