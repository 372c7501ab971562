import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import { createKeyedDigest } from './keyed-digest.ts';

/**
 * Authenticated encryption of what a person wrote, under a key of its own for every tenant and purpose.
 * A sealed text of one tenant or purpose does not open as another's.
 */
export interface Sealer {
  /** A text that only `open` with the same tenant and purpose reads; safe in Redis, JSON and URLs (base64url). */
  seal(tenantId: string, purpose: string, text: string): string;
  /** Fault `corrupt` when the sealed text was changed, cut or belongs elsewhere. */
  open(tenantId: string, purpose: string, sealed: string): string;
  sealBytes(tenantId: string, purpose: string, bytes: Uint8Array): Buffer;
  openBytes(tenantId: string, purpose: string, sealed: Uint8Array): Buffer;
  /** HMAC-SHA256 in hex: joinable inside one tenant and purpose, useless outside. */
  digest(tenantId: string, purpose: string, text: string): string;
  /** A key of the whole fleet, 32 bytes, for what belongs to no tenant. */
  secret(purpose: string): Buffer;
}

const VERSION = 1;
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Derived keys kept ready. A fleet has fewer tenants x purposes than this in use at a time; more only cost derivations. */
const MAX_CACHED_KEYS = 2_048;

/** Keys by HKDF-SHA256 from one master key (base64 of 32 bytes): AES-256-GCM for sealing, HMAC-SHA256 for digests. */
export function createSealer(masterKeyBase64: string): Sealer {
  const master = Buffer.from(masterKeyBase64, 'base64');
  if (master.length !== KEY_BYTES) {
    throw new Fault(
      'invalid-input',
      'RAGFLEET_MASTER_KEY must be 32 bytes in base64. Make one with: openssl rand -base64 32',
    );
  }
  // Key objects: Node imports a key that comes as bytes anew for every use, which costs more than the use (14 of 20 µs).
  const cached = new Map<string, KeyObject>();

  const digestUnder = createDigests();

  const keyOf = (use: 'seal' | 'digest' | 'secret', tenantId: string, purpose: string): KeyObject => {
    // JSON keeps the parts apart: "a:b"+"c" and "a"+"b:c" must not meet in one key.
    const info = JSON.stringify(['ragfleet', VERSION, use, tenantId, purpose]);
    const known = cached.get(info);
    if (known !== undefined) return known;
    const bytes = Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), info, KEY_BYTES));
    const key = createSecretKey(bytes);
    if (cached.size >= MAX_CACHED_KEYS) cached.clear();
    cached.set(info, key);
    return key;
  };

  const sealBytes = (tenantId: string, purpose: string, bytes: Uint8Array): Buffer => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', keyOf('seal', tenantId, purpose), iv);
    const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), body]);
  };

  const openBytes = (tenantId: string, purpose: string, sealed: Uint8Array): Buffer => {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
    try {
      if (bytes[0] !== VERSION) throw new Error('unknown version');
      const bodyAt = 1 + IV_BYTES + TAG_BYTES;
      const decipher = createDecipheriv(
        'aes-256-gcm',
        keyOf('seal', tenantId, purpose),
        bytes.subarray(1, 1 + IV_BYTES),
        {
          authTagLength: TAG_BYTES,
        },
      );
      decipher.setAuthTag(bytes.subarray(1 + IV_BYTES, bodyAt));
      const text = decipher.update(bytes.subarray(bodyAt));
      // Checks the tag, and has nothing to add: GCM works on a stream.
      decipher.final();
      return text;
    } catch (cause) {
      throw new Fault('corrupt', 'Sealed data failed its integrity check.', { cause });
    }
  };

  return {
    sealBytes,
    openBytes,
    seal: (tenantId, purpose, text) => sealBytes(tenantId, purpose, Buffer.from(text)).toString('base64url'),
    open: (tenantId, purpose, sealed) =>
      openBytes(tenantId, purpose, Buffer.from(sealed, 'base64url')).toString(),
    digest: (tenantId, purpose, text) => digestUnder(keyOf('digest', tenantId, purpose))(text),
    secret: (purpose) => keyOf('secret', '', purpose).export(),
  };
}

/** Digests by their key, each made ready once. */
function createDigests(): (key: KeyObject) => (text: string) => string {
  const digests = new WeakMap<KeyObject, (text: string) => string>();
  return (key) => {
    const digest = digests.get(key) ?? createKeyedDigest(key);
    digests.set(key, digest);
    return digest;
  };
}
