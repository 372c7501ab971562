import { readFileSync } from 'node:fs';

/** For each stem, by number, the stems that it is linked to: of one to the next of `starts`, ascending. */
export interface Links {
  /** One more than there are stems, for the end. */
  readonly starts: Uint32Array;
  readonly others: Uint16Array;
  /** How near, of 255. */
  readonly values: Uint8Array;
}

export interface RelatednessTable {
  readonly numbers: ReadonlyMap<string, number>;
  readonly stems: readonly string[];
  /** To those of higher numbers. */
  readonly upward: Links;
  /** To those of lower ones. */
  readonly downward: Links;
}

const FILE = new URL('wordnet.bin', import.meta.url);

/**
 * Reads what `scripts/compile-relatedness.ts` wrote: two counts (stems, links), `starts`, `others`, `values` and the stems in the
 * order of their numbers, a line each; numbers of more than a byte have the lowest first.
 */
export function readTable(): RelatednessTable {
  const { buffer } = Uint8Array.from(readFileSync(FILE));
  const [stems = 0, links = 0] = new Uint32Array(buffer, 0, 2);
  const starts = new Uint32Array(buffer, 2 * Uint32Array.BYTES_PER_ELEMENT, stems + 1);
  const others = new Uint16Array(buffer, starts.byteOffset + starts.byteLength, links);
  const values = new Uint8Array(buffer, others.byteOffset + others.byteLength, links);
  const text = Buffer.from(buffer, values.byteOffset + values.byteLength).toString('latin1');
  const words = text.split('\n');
  const upward = { starts, others, values };
  return {
    numbers: new Map(words.map((stem, at) => [stem, at])),
    stems: words,
    upward,
    downward: turned(upward),
  };
}

/** The same links from their other ends, by counting. */
function turned({ starts, others, values }: Links): Links {
  const ends = new Uint32Array(starts.length + 1);
  for (const other of others) ends[other + 2] = (ends[other + 2] ?? 0) + 1;
  for (let at = 1; at < ends.length; at += 1) ends[at] = (ends[at] ?? 0) + (ends[at - 1] ?? 0);
  const back = { others: new Uint16Array(others.length), values: new Uint8Array(values.length) };
  for (let stem = 0; stem + 1 < starts.length; stem += 1)
    for (let at = starts[stem] ?? 0; at < (starts[stem + 1] ?? 0); at += 1) {
      const place = (others[at] ?? 0) + 1;
      const to = ends[place] ?? 0;
      back.others[to] = stem;
      back.values[to] = values[at] ?? 0;
      ends[place] = to + 1;
    }
  return { starts: ends.subarray(0, starts.length), ...back };
}
