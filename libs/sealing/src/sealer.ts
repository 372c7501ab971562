import { Fault } from '@ragfleet/kernel';
import { type MasterKey, readMasterKeys } from './master-keys.ts';
import { decrypt, encrypt, keyIdIn } from './sealed-bytes.ts';

/**
 * Authenticated encryption of what a person wrote, under a key of its own for every tenant and purpose.
 * A sealed text of one tenant or purpose does not open as another's. While master keys are rotated it seals under the
 * current one and opens under each that it knows.
 */
export interface Sealer {
  /** Names the current master key in what it wrote, in hex, and tells nothing of it. */
  readonly keyId: string;
  /** A text that only `open` with the same tenant and purpose reads; safe in Redis, JSON and URLs (base64url). */
  seal(tenantId: string, purpose: string, text: string): string;
  /** Fault `corrupt` when the sealed text was changed, cut, belongs elsewhere or asks for a master key that is not known. */
  open(tenantId: string, purpose: string, sealed: string): string;
  sealBytes(tenantId: string, purpose: string, bytes: Uint8Array): Buffer;
  openBytes(tenantId: string, purpose: string, sealed: Uint8Array): Buffer;
  /** The same text under the current master key; null when it is under it already. Fault `corrupt`. */
  reseal(tenantId: string, purpose: string, sealed: string): string | null;
  /** False for what only an older master key opens, as far as can be told without opening it. */
  isCurrent(sealed: string): boolean;
  /** HMAC-SHA256 in hex: joinable inside one tenant and purpose, useless outside. Another one after a rotation. */
  digest(tenantId: string, purpose: string, text: string): string;
  /** The digests of a text under every known master key, the current one's first: for names that must be found again. */
  digests(tenantId: string, purpose: string, text: string): readonly string[];
  /** A key of the whole fleet, 32 bytes, for what belongs to no tenant. */
  secret(purpose: string): Buffer;
  /** The same under every known master key, the current one's first: for what must still verify. */
  secrets(purpose: string): readonly Buffer[];
}

/**
 * Keys by HKDF-SHA256 from master keys (base64 of 32 bytes each): AES-256-GCM for sealing, HMAC-SHA256 for digests.
 * `olderKeys`, at most 4, open and verify and are never written with. Fault `invalid-input`.
 */
export function createSealer(masterKey: string, olderKeys: readonly string[] = []): Sealer {
  const keys = readMasterKeys(masterKey, olderKeys);
  const [current] = keys;
  const sealBytes: Sealer['sealBytes'] = (tenantId, purpose, bytes) =>
    encrypt(current.keyOf('seal', tenantId, purpose), current.id, bytes);
  const openBytes = createOpenBytes(keys);
  const seal: Sealer['seal'] = (tenantId, purpose, text) =>
    sealBytes(tenantId, purpose, Buffer.from(text)).toString('base64url');
  const isCurrent: Sealer['isCurrent'] = (sealed) =>
    isUnder(current, Buffer.from(sealed.slice(0, KEY_ID_CHARACTERS), 'base64url'));
  const secrets: Sealer['secrets'] = (purpose) =>
    keys.map((key) => key.keyOf('secret', '', purpose).export());
  return {
    keyId: current.id.toString('hex'),
    sealBytes,
    openBytes,
    seal,
    open: (tenantId, purpose, sealed) =>
      openBytes(tenantId, purpose, Buffer.from(sealed, 'base64url')).toString(),
    isCurrent,
    reseal: (tenantId, purpose, sealed) =>
      isCurrent(sealed)
        ? null
        : sealBytes(
            tenantId,
            purpose,
            openBytes(tenantId, purpose, Buffer.from(sealed, 'base64url')),
          ).toString('base64url'),
    digest: (tenantId, purpose, text) => current.digest(tenantId, purpose, text),
    digests: (tenantId, purpose, text) => keys.map((key) => key.digest(tenantId, purpose, text)),
    secret: (purpose) => current.keyOf('secret', '', purpose).export(),
    secrets,
  };
}

/** As much of a sealed text as holds the id of its key. */
const KEY_ID_CHARACTERS = 8;

function isUnder(key: MasterKey, sealed: Buffer): boolean {
  try {
    return keyIdIn(sealed)?.equals(key.id) ?? false;
  } catch {
    return false;
  }
}

function createOpenBytes(keys: readonly MasterKey[]): Sealer['openBytes'] {
  return (tenantId, purpose, sealed) => {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    try {
      return openUnder(keysFor(keys, bytes), tenantId, purpose, bytes);
    } catch (cause) {
      throw new Fault('corrupt', messageOf(cause), { cause });
    }
  };
}

class UnknownKey extends Error {}

const messageOf = (cause: unknown): string =>
  cause instanceof UnknownKey
    ? 'Sealed under a master key that this process does not know. Name it in RAGFLEET_MASTER_KEYS_OLD.'
    : 'Sealed data failed its integrity check.';

/** The one key that sealed bytes name; where they name none, all. */
function keysFor(keys: readonly MasterKey[], sealed: Buffer): readonly MasterKey[] {
  const keyId = keyIdIn(sealed);
  if (keyId === null) return keys;
  const named = keys.filter((key) => key.id.equals(keyId));
  if (named.length === 0) throw new UnknownKey('No known master key has this id.');
  return named;
}

function openUnder(keys: readonly MasterKey[], tenantId: string, purpose: string, sealed: Buffer): Buffer {
  let failure: unknown = new Error('no key');
  for (const key of keys) {
    try {
      return decrypt(key.keyOf('seal', tenantId, purpose), sealed);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
