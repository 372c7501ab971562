import { type Clock, Fault } from '@ragfleet/kernel';
import type { KeyDigests } from './key-digest.ts';
import type { CommonFacts } from './key-facts.ts';
import { importedKey, type KeyParts, newKey } from './key-format.ts';
import type { KeyRecord, KeyRecords } from './key-records.ts';

export interface KeepKeyOptions {
  readonly records: Pick<KeyRecords, 'write'>;
  readonly digestsOf: KeyDigests;
  /** The id of the master key that new digests are under. */
  readonly pepper: string;
  readonly environment: string;
  readonly clock: Clock;
}

export interface KeyToKeep<Kept extends KeyRecord> {
  readonly principalId: string;
  readonly recordOf: (common: CommonFacts) => Kept;
  /** A whole key made elsewhere; a new one when left out. */
  readonly given?: string | undefined;
}

// An id has 40 random bits: even with a million keys three tries in a row do not all meet a taken one.
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
  return async ({ principalId, recordOf, given }) => {
    const tries = given === undefined ? MAX_TRIES : 1;
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const parts = given === undefined ? newKey(environment) : importedKey(given);
      const record = recordOf(commonOf(parts, principalId));
      if (await records.write(record, digestsOf(parts))) return { record, secret: parts.text };
    }
    throw new Fault('conflict', 'This key id is taken by another key. Make a new key.');
  };
}
