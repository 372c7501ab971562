import { type Clock, Fault } from '@ragfleet/kernel';
import { type KeyDigests, placeOfDigest } from './key-digest.ts';
import type { CommonFacts } from './key-facts.ts';
import { importedKey, type KeyParts, newKey } from './key-format.ts';
import type { KeyRecord, KeyRecords, PutKey } from './key-records.ts';

export interface KeepKeyOptions {
  readonly records: Pick<KeyRecords, 'read'>;
  readonly digestsOf: KeyDigests;
  /** The id of the master key that new digests are under. */
  readonly pepper: string;
  readonly environment: string;
  readonly clock: Clock;
}

export interface KeyToKeep<Kept extends KeyRecord> {
  readonly principalId: string;
  readonly recordOf: (common: CommonFacts) => Kept;
  readonly put: (record: Kept, ...place: Parameters<PutKey>) => ReturnType<PutKey>;
  /** A whole key made elsewhere; a new one when left out. */
  readonly given?: string | undefined;
}

// An id has 40 random bits: even with a million keys three tries in a row do not all meet a taken one. Nor does whoever imports
// a key three times in a row meet others who import it.
const MAX_TRIES = 3;

/** Writes the record of a key, whose secret is told this once. Fault `conflict` when another key has its id. */
export type KeepKey = <Kept extends KeyRecord>(
  key: KeyToKeep<Kept>,
) => Promise<{ readonly record: Kept; readonly secret: string }>;

export function createKeepKey(options: KeepKeyOptions): KeepKey {
  const { records, digestsOf, pepper, environment, clock } = options;
  const commonOf = (parts: KeyParts, principalId: string): CommonFacts => ({
    keyId: parts.keyId,
    principalId,
    createdAtMs: clock.nowMs(),
    digest: digestsOf(parts)[0],
    pepper,
    previous: null,
  });
  // Under an id that is free, or over a record of the same secret, whichever master key that one is under.
  const write = async (
    keyId: string,
    digests: readonly string[],
    put: (before: string) => Promise<boolean>,
  ) => {
    if (await put('')) return true;
    const present = await records.read(keyId);
    if (present === null || placeOfDigest(digests, present.record.digest) === -1) return false;
    return put(present.text);
  };
  return async ({ principalId, recordOf, put, given }) => {
    for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
      const parts = given === undefined ? newKey(environment) : importedKey(given);
      const record = recordOf(commonOf(parts, principalId));
      const text = JSON.stringify(record);
      const isKept = await write(parts.keyId, digestsOf(parts), (before) => put(record, text, before));
      if (isKept) return { record, secret: parts.text };
    }
    throw new Fault('conflict', 'This key id is taken by another key. Make a new key.');
  };
}
