import { type Clock, Fault, type Principal, type TenantPrincipal } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { createRecentRecords } from '../recent-records.ts';
import { createKeyDigests, placeOfDigest } from './key-digest.ts';
import { parseKey } from './key-format.ts';
import { isExpired, type KeyRecord, type KeyRecords, principalOf, type StoredKey } from './key-records.ts';

export interface AuthenticateKeyOptions {
  readonly records: Pick<KeyRecords, 'read' | 'replace' | 'noteUse'>;
  readonly sealer: Sealer;
  readonly clock: Clock;
}

export interface KeyAuthentication {
  /** Faults: unauthenticated, unavailable. */
  authenticate(token: string): Promise<Principal>;
  /** By its id alone, as it is now; null when it is revoked, expired or another tenant's. */
  principalOfKey(tenantId: string, keyId: string): Promise<TenantPrincipal | null>;
}

/** A revocation acts within 5 s: this and the time of a slow read. */
const RECENT_MS = 4_000;
const MAX_RECENT_KEYS = 10_000;
const NO_KEY = '0'.repeat(64);
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** Most calls answer from memory; a key's record is read at most every 4 s. */
export function createKeyAuthentication(options: AuthenticateKeyOptions): KeyAuthentication {
  const { records, sealer, clock } = options;
  const digestsOf = createKeyDigests(sealer);
  const noteUse = createUseNotes(records, clock);
  const load = (keyId: string): Promise<StoredKey | null> => records.read(keyId);
  const recent = createRecentRecords({ load, clock, ttlMs: RECENT_MS, maxRecords: MAX_RECENT_KEYS });

  // A digest cannot be made without the key, so it moves to the current master key when the key is used. Not waited for:
  // the key is right already, and where this fails its next use tries again.
  const renewDigest = (stored: StoredKey, digests: readonly [string, ...string[]]): void => {
    const { record } = stored;
    if (record.pepper === sealer.keyId || placeOfDigest(digests, record.digest) === -1) return;
    const renewed = { ...record, digest: digests[0], pepper: sealer.keyId };
    records
      .replace(stored, renewed)
      .then(() => recent.load(record.keyId))
      .catch(() => undefined);
  };

  return {
    authenticate: async (token) => {
      const key = parseKey(token);
      if (key === null) throw unauthenticated();
      const digests = digestsOf(key);
      const remembered = recent.remembered(key.keyId);
      // A secret may be newer than what is remembered of its key. An unknown id costs the same: the digests, one read.
      const stored =
        remembered !== null && isSecretOf(remembered.record, digests, clock.nowMs())
          ? remembered
          : await recent.load(key.keyId);
      const isValid = isSecretOf(stored?.record ?? null, digests, clock.nowMs());
      if (stored === null || !isValid || isExpired(stored.record, clock.nowMs())) throw unauthenticated();
      noteUse(stored);
      renewDigest(stored, digests);
      return principalOf(stored.record);
    },
    principalOfKey: async (tenantId, keyId) => {
      const stored = await records.read(keyId);
      if (stored === null || isExpired(stored.record, clock.nowMs())) return null;
      const principal = principalOf(stored.record);
      return principal.kind === 'tenant' && principal.tenantId === tenantId ? principal : null;
    },
  };
}

/** Compares with both secrets, whichever matches, and for nothing as for something. */
function isSecretOf(record: KeyRecord | null, digests: readonly string[], nowMs: number): boolean {
  const isCurrent = placeOfDigest(digests, record?.digest ?? NO_KEY) !== -1;
  const isPrevious = placeOfDigest(digests, record?.previous?.digest ?? NO_KEY) !== -1;
  return isCurrent || (isPrevious && nowMs < (record?.previous?.untilMs ?? 0));
}

/** Writes down that a key was used, once for each day and process. */
function createUseNotes(
  records: AuthenticateKeyOptions['records'],
  clock: Clock,
): (stored: StoredKey) => void {
  const noted = new Map<string, string>();
  return ({ record: { keyId }, lastUsedDay }) => {
    const today = new Date(clock.nowMs()).toISOString().slice(0, DAY_LENGTH);
    if (lastUsedDay === today || noted.get(keyId) === today) return;
    if (noted.size >= MAX_RECENT_KEYS) noted.clear();
    noted.set(keyId, today);
    // Nobody waits for a note about a day, and a lost one is written by the next process that sees the key.
    records.noteUse(keyId, today).catch(() => noted.delete(keyId));
  };
}

export function unauthenticated(cause?: unknown): Fault {
  return new Fault(
    'unauthenticated',
    'Send a valid API key, Authorization: Bearer rag_…, or a token of an issuer that this fleet trusts.',
    { cause },
  );
}
