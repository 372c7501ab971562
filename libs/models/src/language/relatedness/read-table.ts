import { readFileSync } from 'node:fs';

/** Stems by number, and for each the higher numbers that it is near to, ascending. */
export interface RelatednessTable {
  readonly numbers: ReadonlyMap<string, number>;
  /** Where the links of each stem start; one more for the end. */
  readonly starts: Uint32Array;
  readonly others: Uint16Array;
  /** How near, of 255. */
  readonly values: Uint8Array;
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
  return { numbers: new Map(text.split('\n').map((stem, at) => [stem, at])), starts, others, values };
}
