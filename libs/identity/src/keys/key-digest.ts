import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Sealer } from '@ragfleet/sealing';
import type { KeyParts } from './key-format.ts';

/** HMAC-SHA256 in hex of a key under the fleet's pepper. */
export type KeyDigest = (key: KeyParts) => string;

export function createKeyDigest(sealer: Sealer): KeyDigest {
  const pepper = sealer.secret('api-key-pepper');
  return ({ keyId, secret }) => createHmac('sha256', pepper).update(`${keyId}.${secret}`).digest('hex');
}

export function isSameDigest(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
}
