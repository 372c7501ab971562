import type { Word } from './word.ts';

const UNITS = new Set('minute hour day week month year'.split(' '));
const BEFORE = new Set('than over under for after following within least most about'.split(' '));
const BEHIND = new Set(
  'late overdue before after ago old earlier later ahead prior beforehand long'.split(' '),
);

/**
 * "More than a day" and "a week late" count; "three times a week" is a rhythm. "A day on standby" is neither: it loses its
 * article.
 */
export function readSingles(words: readonly Word[]): readonly Word[] {
  return words.flatMap((word, at): readonly Word[] => {
    if (isArticle(word) && isSpent(words, at + 1)) return [];
    return [isOne(words, at) ? { ...word, kind: 'number', lower: '1' } : word];
  });
}

const isArticle = ({ lower }: Word): boolean => lower === 'a' || lower === 'an';

/** "On" and a state without an article: "on call", "on leave". What is counted so is no state. */
function isSpent(words: readonly Word[], at: number): boolean {
  const [unit, on, state] = words.slice(at, at + 3);
  if (!UNITS.has(unit?.lower ?? '') || on?.lower !== 'on' || state === undefined) return false;
  return state.kind === 'word' && !state.isName && !NO_STATE.has(state.lower);
}
const NO_STATE = new Set(
  'a an the my our your his her its their this that these those average account behalf top request'.split(
    ' ',
  ),
);

function isOne(words: readonly Word[], at: number): boolean {
  const [before, word, unit, next] = [words[at - 1], words[at], words[at + 1], words[at + 2]];
  if (word === undefined || !isArticle(word)) return false;
  if (!UNITS.has(unit?.lower ?? '')) return false;
  return BEFORE.has(before?.lower ?? '') || BEHIND.has(next?.lower ?? '') || isLengthOf(words, at);
}

/** "A break of a month" lasts one, "the end of a month" does not. */
const isLengthOf = (words: readonly Word[], at: number): boolean =>
  words[at - 1]?.lower === 'of' &&
  [words[at - 3], words[at - 4]].some((word) => word !== undefined && isArticle(word));
