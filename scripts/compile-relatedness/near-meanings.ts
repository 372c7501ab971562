import type { Synset } from './read-synsets.ts';

/** How near other meanings are to one, 0 to 1, itself with 1. */
export type NearMeanings = ReadonlyMap<string, number>;

interface Step {
  readonly to: string;
  readonly nearness: number;
  /** Up to what it is a kind of, down to its kinds, or aside. */
  readonly way: 'up' | 'down' | 'aside';
}

interface Reached {
  readonly id: string;
  readonly nearness: number;
  readonly way: Step['way'];
  readonly steps: number;
}

/** What a step along each of WordNet's links leaves of nearness. Links that are not named are not gone. */
const LINKS: Readonly<Record<string, number>> = {
  '+': 0.9,
  '\\': 0.9,
  '<': 0.9,
  $: 0.8,
  '&': 0.75,
  '=': 0.6,
  '>': 0.6,
  '*': 0.5,
  '^': 0.5,
};
/** From a meaning to one that it is a kind of, beside what is lost because that one says less. */
const KIND = 0.7;
const MAX_STEPS = 2;
/** Farther meanings are not looked at. */
const MIN_NEARNESS = 0.2;

/**
 * Knows which meanings are near which: a few links away, and never up and down again. That is where "cat" and "dog" meet, "red" and
 * "blue" at what both are, "full" and "empty" at what both measure.
 */
export function createNearMeanings(synsets: ReadonlyMap<string, Synset>): (id: string) => NearMeanings {
  const stepsOf = new Map([...synsets].map(([id]) => [id, [] as Step[]]));
  const join = (from: string, to: string, nearness: number, way: Step['way']): void => {
    stepsOf.get(from)?.push({ to, nearness, way });
    stepsOf.get(to)?.push({ to: from, nearness, way: BACK[way] });
  };
  const informationOf = createInformation(synsets);
  for (const synset of synsets.values())
    for (const { symbol, to } of synset.pointers) {
      const left = LINKS[symbol];
      if (left !== undefined) join(synset.id, to, left, wayOf(symbol, synset));
      if (symbol === '@') join(synset.id, to, KIND * (informationOf(to) / informationOf(synset.id)), 'up');
    }
  return (id) => reach(id, stepsOf);
}

const BACK = { up: 'down', down: 'up', aside: 'aside' } as const;

/** Both ends of `&` and `=` name the link; each is up from the end that says more. */
function wayOf(symbol: string, { id, isSatellite }: Synset): Step['way'] {
  if (symbol === '&') return isSatellite ? 'up' : 'down';
  if (symbol === '=') return id.startsWith('a') ? 'up' : 'down';
  return 'aside';
}

function reach(from: string, stepsOf: ReadonlyMap<string, readonly Step[]>): NearMeanings {
  const nearest = new Map<string, number>();
  const best = new Map<string, number>();
  const open: Reached[] = [{ id: from, nearness: 1, way: 'aside', steps: 0 }];
  for (let reached = open.shift(); reached !== undefined; reached = open.shift()) {
    const { id, nearness, way, steps } = reached;
    nearest.set(id, Math.max(nearest.get(id) ?? 0, nearness));
    if (steps === MAX_STEPS) continue;
    for (const step of stepsOf.get(id) ?? []) {
      const turns = way !== 'aside' && step.way !== 'aside' && way !== step.way;
      const left = nearness * step.nearness;
      const nextWay = step.way === 'aside' ? way : step.way;
      const key = `${step.to}${nextWay}`;
      if (turns || left < MIN_NEARNESS || left <= (best.get(key) ?? 0)) continue;
      best.set(key, left);
      open.push({ id: step.to, nearness: left, way: nextWay, steps: steps + 1 });
    }
  }
  return nearest;
}

/** How much a meaning says, 0 to 1: the more kinds there are of it, the less (Seco, Veale and Hayes, 2004). */
function createInformation(synsets: ReadonlyMap<string, Synset>): (id: string) => number {
  const kinds = countKinds(synsets);
  return (id) => 1 - Math.log(1 + (kinds.get(id) ?? 0)) / Math.log(1 + synsets.size);
}

/** How many kinds there are of each meaning, those of its kinds too. */
function countKinds(synsets: ReadonlyMap<string, Synset>): ReadonlyMap<string, number> {
  const kinds = new Map<string, ReadonlySet<string>>();
  const kindsOf = (id: string): ReadonlySet<string> => {
    const known = kinds.get(id);
    if (known !== undefined) return known;
    const found = new Set<string>();
    kinds.set(id, found);
    for (const { symbol, to } of synsets.get(id)?.pointers ?? [])
      if (symbol === '~') {
        found.add(to);
        for (const kind of kindsOf(to)) found.add(kind);
      }
    return found;
  };
  return new Map([...synsets.keys()].map((id) => [id, kindsOf(id).size]));
}
