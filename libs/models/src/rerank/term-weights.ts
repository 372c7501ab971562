import type { QueryTerms } from './query-terms.ts';
import type { ReadPassage } from './read-text.ts';

/** How rare stems are among the passages at hand: the corpus behind them is not known here. */
export interface Rarity {
  /** As BM25 weighs it: ln(1 + (N - n + 0.5) / (n + 0.5)). */
  of(stem: string): number;
  readonly most: number;
}

export function rarityAmong(passages: readonly ReadPassage[]): Rarity {
  const having = new Map<string, number>();
  for (const { counts } of passages)
    for (const stem of counts.keys()) having.set(stem, (having.get(stem) ?? 0) + 1);
  const rarityOf = (count: number): number => Math.log(1 + (passages.length - count + 0.5) / (count + 0.5));
  return { of: (stem) => rarityOf(having.get(stem) ?? 0), most: rarityOf(0) };
}

/**
 * What each term of the query says, in the order of its stems: half by how specific the word is in the language, half by how
 * rare it is among these passages. Neither is enough: every passage has the common words of a topic, and a rare word
 * of the language may be what the whole corpus is about.
 */
export const termWeights = ({ stems, specificities }: QueryTerms, rarity: Rarity): number[] =>
  stems.map((stem, at) => ((specificities[at] ?? 0) + rarity.of(stem) / rarity.most) / 2);
