import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import { createKeyedDigest } from './keyed-digest.ts';

export const KEY_ID_BYTES = 4;
/** Older keys that a process knows at a time. */
const MAX_OLD_KEYS = 4;

const DERIVATION = 1;
const KEY_BYTES = 32;
/** Derived keys kept ready. A fleet has fewer tenants x purposes than this in use at a time; more only cost derivations. */
const MAX_CACHED_KEYS = 2_048;

/** What is derived from one master key, by use, tenant and purpose. */
export interface MasterKey {
  /** Names the key inside what it sealed, and tells nothing of it. */
  readonly id: Buffer;
  keyOf(use: 'seal' | 'digest' | 'secret', tenantId: string, purpose: string): KeyObject;
  digest(tenantId: string, purpose: string, text: string): string;
}

/**
 * The current key and then the older ones, each once. Fault `invalid-input` for a key of another length, for too many,
 * and for two that have one id, which chance makes of one pair in four thousand million.
 */
export function readMasterKeys(
  current: string,
  older: readonly string[],
): readonly [MasterKey, ...MasterKey[]] {
  if (older.length > MAX_OLD_KEYS)
    throw new Fault('invalid-input', `Name at most ${MAX_OLD_KEYS} keys in RAGFLEET_MASTER_KEYS_OLD.`);
  const first = bytesOf(current, 'RAGFLEET_MASTER_KEY');
  const rest = older
    .map((text) => bytesOf(text, 'Each key of RAGFLEET_MASTER_KEYS_OLD'))
    .filter((bytes, at, all) => !bytes.equals(first) && all.findIndex((one) => one.equals(bytes)) === at);
  const keys = [createMasterKey(first), ...rest.map(createMasterKey)] as const;
  if (new Set(keys.map(({ id }) => id.toString('hex'))).size < keys.length)
    throw new Fault('invalid-input', 'Two master keys have the same id. Make another new one.');
  return keys;
}

function bytesOf(base64: string, name: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length === KEY_BYTES) return bytes;
  throw new Fault(
    'invalid-input',
    `${name} must be 32 bytes in base64. Make one with: openssl rand -base64 32`,
  );
}

/** Keys by HKDF-SHA256 from 32 bytes. */
function createMasterKey(master: Buffer): MasterKey {
  // Key objects: Node imports a key that comes as bytes anew for every use, which costs more than the use (14 of 20 µs).
  const cached = new Map<string, KeyObject>();
  const digestUnder = createDigests();
  const keyOf: MasterKey['keyOf'] = (use, tenantId, purpose) => {
    // JSON keeps the parts apart: "a:b"+"c" and "a"+"b:c" must not meet in one key.
    const info = JSON.stringify(['ragfleet', DERIVATION, use, tenantId, purpose]);
    const known = cached.get(info);
    if (known !== undefined) return known;
    const key = createSecretKey(derive(master, info, KEY_BYTES));
    if (cached.size >= MAX_CACHED_KEYS) cached.clear();
    cached.set(info, key);
    return key;
  };
  return {
    id: derive(master, JSON.stringify(['ragfleet', DERIVATION, 'id']), KEY_ID_BYTES),
    keyOf,
    digest: (tenantId, purpose, text) => digestUnder(keyOf('digest', tenantId, purpose))(text),
  };
}

const derive = (master: Buffer, info: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), info, bytes));

/** Digests by their key, each made ready once. */
function createDigests(): (key: KeyObject) => (text: string) => string {
  const digests = new WeakMap<KeyObject, (text: string) => string>();
  return (key) => {
    const digest = digests.get(key) ?? createKeyedDigest(key);
    digests.set(key, digest);
    return digest;
  };
}
