import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { KEY_ID_BYTES } from './master-keys.ts';
import { createRandomPool } from './random-pool.ts';

/** Sealed bytes without the id of their key: what was written before keys could be rotated. */
const UNNAMED = 1;
/** Version, id of the master key, IV, tag, body. */
const NAMED = 2;
const VERSION = Buffer.of(NAMED);
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The id of the master key in sealed bytes; null where they carry none. Throws for another version. */
export function keyIdIn(sealed: Buffer): Buffer | null {
  if (sealed[0] === NAMED) return sealed.subarray(1, 1 + KEY_ID_BYTES);
  if (sealed[0] === UNNAMED) return null;
  throw new Error('unknown version');
}

const takeIv = createRandomPool(IV_BYTES);

export function encrypt(key: KeyObject, keyId: Buffer, bytes: Uint8Array): Buffer {
  const iv = takeIv();
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = cipher.update(bytes);
  // Makes the tag, and has nothing to add: GCM works on a stream.
  cipher.final();
  return Buffer.concat([VERSION, keyId, iv, cipher.getAuthTag(), body]);
}

/** Throws when the key is another one, or a byte has changed. */
export function decrypt(key: KeyObject, sealed: Buffer): Buffer {
  const ivAt = sealed[0] === NAMED ? 1 + KEY_ID_BYTES : 1;
  const tagAt = ivAt + IV_BYTES;
  const bodyAt = tagAt + TAG_BYTES;
  const options = { authTagLength: TAG_BYTES };
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(ivAt, tagAt), options);
  decipher.setAuthTag(sealed.subarray(tagAt, bodyAt));
  const text = decipher.update(sealed.subarray(bodyAt));
  // Checks the tag, and has nothing to add: GCM works on a stream.
  decipher.final();
  return text;
}
