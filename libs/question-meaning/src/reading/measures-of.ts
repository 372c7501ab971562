import type { Term } from './word.ts';

const CLAUSES = new Set(
  'what which how manyhow muchhow longhow farhow bighow at is are do does did'.split(' '),
);

/**
 * Concepts that measure an answer though no table knows them as units: "how many bushels of wheat", "the yield, in
 * bushels", "in bushels, what was the yield".
 */
export function measuresOf(words: readonly Term[]): string[] {
  return words.flatMap((word, at) => (isMeasure(words, at) ? [word.concept] : []));
}

function isMeasure(words: readonly Term[], at: number): boolean {
  const [before, word, next] = [words[at - 1], words[at], words[at + 1]];
  if (word?.kind !== 'word' || !word.isContent || word.isName) return false;
  if (before?.lower === 'manyhow') return next?.lower === 'of';
  if (before?.lower !== 'in') return false;
  return at === words.length - 1 || (at === 1 && CLAUSES.has(next?.lower ?? ''));
}

/** Whether the answer is to be given in a unit that is named: "what was the yield, in tonnes". */
export const namesMeasure = (words: readonly Term[]): boolean =>
  words.some(
    (word, at) =>
      (word.kind === 'unit' && words[at - 1]?.lower === 'in') ||
      (isMeasure(words, at) && words[at - 1]?.lower === 'in'),
  );
