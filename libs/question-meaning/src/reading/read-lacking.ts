import type { Word } from './word.ts';

/** "Gluten-free" is without gluten: what stands before the hyphen is lacking. */
export const readLacking = (words: readonly Word[]): readonly Word[] =>
  words.flatMap((word, at) => {
    if (isFree(word)) return [];
    const next = words[at + 1];
    const isLacking = word.kind === 'word' && next !== undefined && isFree(next);
    return isLacking
      ? [
          { ...next, lower: 'without', isGlued: false },
          { ...word, isGlued: false },
        ]
      : [word];
  });

const isFree = ({ lower, isGlued }: Word): boolean => isGlued && lower === 'free';
