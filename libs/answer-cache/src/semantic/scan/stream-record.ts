import { ENTRY_ID_BYTES, entryBytes, entryIdOf } from '../entry-bytes.ts';
import { quantise, type QuantisedVector, quantisedOf } from '../quantised-vector.ts';

/** What a record of the stream says: an entry came, or entries left. */
export type StreamRecord =
  | { readonly kind: 'added'; readonly entry: MirroredEntry }
  | { readonly kind: 'removed'; readonly entryIds: readonly string[] };

export interface MirroredEntry {
  readonly entryId: string;
  readonly expiresAtMs: number;
  readonly vector: QuantisedVector;
}

const ADDED = 'a';
const REMOVED = 'r';
const HEAD_BYTES = ENTRY_ID_BYTES + Float64Array.BYTES_PER_ELEMENT;

/** 16 bytes of id, 8 of expiry, then a byte for each number. */
export function addedFields(entryId: string, expiresAtMs: number, vector: Float32Array): [string, Buffer] {
  const head = Buffer.alloc(HEAD_BYTES);
  entryBytes(entryId).copy(head);
  head.writeDoubleBE(expiresAtMs, ENTRY_ID_BYTES);
  return [ADDED, Buffer.concat([head, Buffer.from(quantise(vector).buffer)])];
}

export const removedFields = (entryIds: readonly string[]): [string, Buffer] => [
  REMOVED,
  Buffer.concat(entryIds.map(entryBytes)),
];

/** null for a record of another version. */
export function recordOf(fields: readonly Buffer[]): StreamRecord | null {
  const [name, value] = fields;
  if (value === undefined) return null;
  if (name?.toString() === ADDED) return addedOf(value);
  return name?.toString() === REMOVED ? removedOf(value) : null;
}

function addedOf(value: Buffer): StreamRecord | null {
  if (value.length <= HEAD_BYTES) return null;
  // Copied, so that a mirror does not hold the whole reply for one record of it.
  const values = Int8Array.from(value.subarray(HEAD_BYTES), (byte) => (byte << 24) >> 24);
  const entry = {
    entryId: entryIdOf(value.subarray(0, ENTRY_ID_BYTES)),
    expiresAtMs: value.readDoubleBE(ENTRY_ID_BYTES),
    vector: quantisedOf(values),
  };
  return { kind: 'added', entry };
}

function removedOf(value: Buffer): StreamRecord {
  const count = Math.floor(value.length / ENTRY_ID_BYTES);
  const entryIds = Array.from({ length: count }, (_, place) =>
    entryIdOf(value.subarray(place * ENTRY_ID_BYTES, (place + 1) * ENTRY_ID_BYTES)),
  );
  return { kind: 'removed', entryIds };
}
