import type { Word } from './word.ts';

const UNITS = new Set('minute hour day week month year'.split(' '));
const BEFORE = new Set('than over under for after within least most about'.split(' '));
const BEHIND = new Set(
  'late overdue before after ago old earlier later ahead prior beforehand long'.split(' '),
);

/** "More than a day" and "a week late" count; "three times a week" is a rhythm. */
export function readSingles(words: readonly Word[]): readonly Word[] {
  return words.map((word, at) => (isOne(words, at) ? { ...word, kind: 'number', lower: '1' } : word));
}

function isOne(words: readonly Word[], at: number): boolean {
  const [before, word, unit, next] = [words[at - 1], words[at], words[at + 1], words[at + 2]];
  if (word?.lower !== 'a' && word?.lower !== 'an') return false;
  return UNITS.has(unit?.lower ?? '') && (BEFORE.has(before?.lower ?? '') || BEHIND.has(next?.lower ?? ''));
}
