import type { QueryTerms } from './query-terms.ts';
import type { ReadPassage } from './read-text.ts';

/** How rare stems are among the passages at hand: the corpus behind them is not known here. */
export interface Rarity {
  /** As BM25 weighs it: ln(1 + (N - n + 0.5) / (n + 0.5)). */
  of(stem: number): number;
  readonly most: number;
}

/** @param stems how many stems the passages were numbered with. */
export function rarityAmong(passages: readonly ReadPassage[], stems: number): Rarity {
  const having = new Uint32Array(stems);
  for (const passage of passages) for (const stem of passage.stems) having[stem] = (having[stem] ?? 0) + 1;
  const byCount = Float64Array.from({ length: passages.length + 1 }, (_one, count) =>
    Math.log(1 + (passages.length - count + 0.5) / (count + 0.5)),
  );
  return { of: (stem) => byCount[having[stem] ?? 0] ?? 0, most: byCount[0] ?? 0 };
}

/**
 * What each term of the query says, in the order of its stems: half by how specific the word is in the language, half by how
 * rare it is among these passages. Neither is enough: every passage has the common words of a topic, and a rare word
 * of the language may be what the whole corpus is about.
 */
export const termWeights = ({ stems, specificities }: QueryTerms, rarity: Rarity): number[] =>
  stems.map((stem, at) => ((specificities[at] ?? 0) + rarity.of(stem) / rarity.most) / 2);
