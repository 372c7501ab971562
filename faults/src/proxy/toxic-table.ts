import type { Direction, Directions, ToxicName, Toxics } from './contract.ts';

/** The toxics of both directions. */
export interface ToxicTable {
  of(direction: Direction): Toxics;
  set(toxics: Toxics, directions: Directions): void;
  remove(names: readonly ToxicName[], directions: Directions): void;
  clear(): void;
  isDown(): boolean;
}

export function createToxicTable(): ToxicTable {
  const table: Record<Direction, Toxics> = { upstream: {}, downstream: {} };
  return {
    of: (direction) => table[direction],
    set: (toxics, directions) => {
      requireAmounts(toxics);
      for (const direction of each(directions)) table[direction] = { ...table[direction], ...toxics };
    },
    remove: (names, directions) => {
      for (const direction of each(directions)) table[direction] = without(table[direction], names);
    },
    clear: () => {
      table.upstream = {};
      table.downstream = {};
    },
    isDown: () => table.upstream.down === true || table.downstream.down === true,
  };
}

const each = (directions: Directions): readonly Direction[] =>
  directions === 'both' ? ['upstream', 'downstream'] : [directions];

function without(toxics: Toxics, names: readonly ToxicName[]): Toxics {
  const gone: ReadonlySet<string> = new Set(names);
  return Object.fromEntries(Object.entries(toxics).filter(([name]) => !gone.has(name)));
}

function requireAmounts(toxics: Toxics): void {
  const entries: readonly [string, Readonly<Record<string, number>> | true | undefined][] =
    Object.entries(toxics);
  for (const [name, toxic] of entries) {
    const isWrong = typeof toxic === 'object' && Object.values(toxic).some((amount) => !(amount >= 0));
    if (isWrong) throw new RangeError(`The toxic ${name} takes numbers from 0 up.`);
  }
}
