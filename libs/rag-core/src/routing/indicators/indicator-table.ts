import type { Complexity } from '../complexity.ts';

/**
 * What the words of a question show about it, by what they make it. Phrases stand between bars, in lower case, and match
 * whole words:
 *
 * - `^` opens a phrase that the question begins with;
 * - `a/b` is one of several words, `word*` a word with any ending;
 * - `…` lets up to eight words stand between;
 * - `!a/b` forbids what would follow.
 */
export type IndicatorTable = Readonly<Record<Complexity, Readonly<Record<string, string>>>>;
