import type { QueryTerms } from './query-terms.ts';
import type { ReadPassage } from './read-text.ts';
import type { StandIns } from './stand-ins.ts';

/** What is looked for in every passage. */
export interface Sought {
  readonly query: QueryTerms;
  /** What each term says, in the order of the query's stems. */
  readonly weights: readonly number[];
  readonly standIns: StandIns;
  /** The query's stems and all that may stand for them. */
  readonly wanted: ReadonlySet<number>;
}

/** How a passage matches the query by its words alone. */
export interface Match {
  /** The share of the query that it speaks of at all, in the query's words or near ones, 0 to 1. */
  readonly coverage: number;
  /** How near neighbors in the query stand to each other, 0 to 1. */
  readonly proximity: number;
  /** True when it holds the query word for word, and the query is long enough for that to be no accident. */
  readonly isVerbatim: boolean;
}

// A word or two stand anywhere by accident.
const MIN_VERBATIM_TERMS = 3;

export const soughtOf = (query: QueryTerms, weights: readonly number[], standIns: StandIns): Sought => ({
  query,
  weights,
  standIns,
  wanted: new Set([...query.stems, ...[...standIns.values()].flatMap((near) => [...near.keys()])]),
});

export function matchQuery(sought: Sought, passage: ReadPassage): Match {
  const { query, wanted } = sought;
  const places = placesOf(wanted, passage);
  return {
    coverage: coverageOf(sought, places),
    proximity: proximityOf(sought, places),
    isVerbatim: query.stems.length >= MIN_VERBATIM_TERMS && holdsVerbatim(passage.words, query.words),
  };
}

/** By the stems that are wanted: where they stand in the passage. */
type Places = ReadonlyMap<number, readonly number[]>;

function placesOf(wanted: ReadonlySet<number>, { stems, places }: ReadPassage): Places {
  const found = new Map<number, readonly number[]>();
  stems.forEach((stem, at) => {
    if (wanted.has(stem)) found.set(stem, places[at] ?? []);
  });
  return found;
}

function coverageOf({ query, weights, standIns }: Sought, places: Places): number {
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const met = query.stems.reduce((sum, stem, at) => {
    const share = places.has(stem) ? 1 : bestOf(standIns.get(stem), places);
    return sum + share * (weights[at] ?? 0);
  }, 0);
  return all > 0 ? met / all : 0;
}

/** How well the best of the stand-ins that are there stands for the word. */
const bestOf = (near: ReadonlyMap<number, number> | undefined, places: Places): number =>
  Math.max(0, ...[...(near ?? [])].map(([stem, relatedness]) => (places.has(stem) ? relatedness : 0)));

// Farther apart than this, two words stand together by chance.
const MAX_DISTANCE = 8;

/** Each pair of neighboring terms counts 1 where they touch, 1/2 with a word between them, and so on. */
function proximityOf({ query: { stems }, weights }: Sought, places: Places): number {
  let near = 0;
  let all = 0;
  for (const [at, stem] of stems.slice(0, -1).entries()) {
    const weight = Math.min(weights[at] ?? 0, weights[at + 1] ?? 0);
    all += weight;
    const distance = shortestDistance(places.get(stem) ?? [], places.get(stems[at + 1] ?? -1) ?? []);
    if (distance <= MAX_DISTANCE) near += weight / distance;
  }
  return all > 0 ? near / all : 0;
}

/** Of two ascending lists of places, in one pass. */
function shortestDistance(some: readonly number[], others: readonly number[]): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (let one = 0, other = 0; one < some.length && other < others.length; ) {
    const gap = (others[other] ?? 0) - (some[one] ?? 0);
    shortest = Math.min(shortest, Math.abs(gap));
    if (gap > 0) one += 1;
    else other += 1;
  }
  return shortest;
}

function holdsVerbatim(words: readonly string[], wanted: readonly string[]): boolean {
  const [first] = wanted;
  if (first === undefined) return false;
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1))
    if (wanted.every((word, offset) => words[at + offset] === word)) return true;
  return false;
}
