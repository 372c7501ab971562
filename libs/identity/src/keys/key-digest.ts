import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Sealer } from '@ragfleet/sealing';
import type { KeyParts } from './key-format.ts';

const PEPPER = 'api-key-pepper';

/** HMAC-SHA256 in hex of a key under the fleet's pepper of every master key, the current one's first. */
export type KeyDigests = (key: KeyParts) => readonly [string, ...string[]];

export function createKeyDigests(sealer: Sealer): KeyDigests {
  const digestUnder = (pepper: KeyObject, { keyId, secret }: KeyParts): string =>
    createHmac('sha256', pepper).update(`${keyId}.${secret}`).digest('hex');
  // Every request needs one: a key that comes as bytes is imported anew each time, for six times as much.
  const [, ...older] = sealer.secrets(PEPPER).map((pepper) => createSecretKey(pepper));
  const current = createSecretKey(sealer.secret(PEPPER));
  return (key) => [digestUnder(current, key), ...older.map((pepper) => digestUnder(pepper, key))];
}

/** Where the kept digest is among a key's; -1 when it is another key's. */
export const placeOfDigest = (digests: readonly string[], kept: string): number =>
  digests.findIndex((digest) => isSameDigest(digest, kept));

function isSameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
