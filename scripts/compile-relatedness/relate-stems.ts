import { createNearMeanings } from './near-meanings.ts';
import { createOppositeMeanings } from './opposite-meanings.ts';
import type { Synset } from './read-synsets.ts';
import type { SharesOfStem } from './word-senses.ts';

/** Two stems and how near they are: more than 0, up to 1. */
export interface Relation {
  readonly stem: string;
  readonly other: string;
  readonly relatedness: number;
}

// A meaning that has this share of a stem's uses is what the stem means; rarer ones count by the root of their share.
const MAIN_SHARE = 0.3;
/** What is less near is left out: it is as often wrong as right. */
export const MIN_RELATEDNESS = 0.25;
// Words that are opposite in one meaning are near in another only if they are that much oftener.
const OPPOSITES_LEAD = 2;

/** The best that each two stems' meanings have in common, by how near the meanings are and how usual. */
export function relateStems(synsets: ReadonlyMap<string, Synset>, shares: SharesOfStem): Relation[] {
  const nearTo = createNearMeanings(synsets);
  const oppositeOf = createOppositeMeanings(synsets);
  const having = stemsOfMeanings(shares);
  return [...shares].flatMap(([stem, meanings]) => {
    const near = new Map<string, number>();
    const opposite = new Map<string, number>();
    const raise = (best: Map<string, number>, meaning: string, nearness: number): void => {
      for (const [other, usual] of having.get(meaning) ?? [])
        if (other > stem) best.set(other, Math.max(best.get(other) ?? 0, nearness * usual));
    };
    for (const [meaning, share] of meanings) {
      const usual = usualness(share);
      for (const [other, nearness] of nearTo(meaning)) raise(near, other, nearness * usual);
      for (const other of oppositeOf(meaning)) raise(opposite, other, usual);
    }
    return [...near].flatMap(([other, relatedness]) =>
      relatedness >= MIN_RELATEDNESS && relatedness > OPPOSITES_LEAD * (opposite.get(other) ?? 0)
        ? [{ stem, other, relatedness }]
        : [],
    );
  });
}

/** How far a meaning is what comes to mind, 0 to 1. */
const usualness = (share: number): number => Math.sqrt(Math.min(1, share / MAIN_SHARE));

function stemsOfMeanings(shares: SharesOfStem): ReadonlyMap<string, readonly (readonly [string, number])[]> {
  const having = new Map<string, [string, number][]>();
  for (const [stem, meanings] of shares)
    for (const [meaning, share] of meanings) {
      const known = having.get(meaning) ?? [];
      known.push([stem, usualness(share)]);
      having.set(meaning, known);
    }
  return having;
}
