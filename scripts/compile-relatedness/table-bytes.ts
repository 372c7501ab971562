import type { Relation } from './relate-stems.ts';

/** Of 255: the table has a byte for each relation. */
const WHOLE = 255;

/**
 * The table as `libs/models/src/language/relatedness/read-table.ts` describes it. Of two relations of the same stems the nearer holds.
 */
export function tableBytes(relations: readonly Relation[]): Buffer {
  const stems = [...new Set(relations.flatMap(({ stem, other }) => [stem, other]))].toSorted();
  const numbers = new Map(stems.map((stem, number) => [stem, number]));
  const rows = stems.map(() => new Map<number, number>());
  for (const { stem, other, relatedness } of relations) {
    const one = numbers.get(stem) ?? 0;
    const two = numbers.get(other) ?? 0;
    const row = rows[Math.min(one, two)];
    const second = Math.max(one, two);
    row?.set(second, Math.max(row.get(second) ?? 0, Math.round(relatedness * WHOLE)));
  }
  const links = rows.flatMap((row) => [...row].toSorted(([one], [other]) => one - other));
  const starts = Uint32Array.from([0, ...rows.map(({ size }) => size)]);
  for (const at of starts.keys()) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  return Buffer.concat([
    bytesOf(Uint32Array.of(stems.length, links.length)),
    bytesOf(starts),
    bytesOf(Uint16Array.from(links, ([number]) => number)),
    bytesOf(Uint8Array.from(links, ([, value]) => value)),
    Buffer.from(stems.join('\n'), 'latin1'),
  ]);
}

const bytesOf = ({ buffer }: { readonly buffer: ArrayBuffer }): Buffer => Buffer.from(buffer);
