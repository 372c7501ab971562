import { randomBytes } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';

/** `rag_<env>_<8 id>_<43 b64url>`, taken apart. */
export interface KeyParts {
  readonly text: string;
  readonly keyId: string;
  readonly secret: string;
}

const SECRET_BYTES = 32;
const KEY = /^rag_[a-z]{1,16}_([0-9a-z]{8})_([\w-]{43})$/;
const BASE32 = '0123456789abcdefghjkmnpqrstvwxyz';

/** null when the text is not a key at all. */
export function parseKey(text: string): KeyParts | null {
  const [, keyId, secret] = KEY.exec(text) ?? [];
  return keyId === undefined || secret === undefined ? null : { text, keyId, secret };
}

/** A new random key: 40 bits of id, 256 bits of secret. */
export function newKey(environment: string): KeyParts {
  const keyId = [...randomBytes(8)].map((byte) => BASE32[byte % BASE32.length]).join('');
  return newSecretOf(environment, keyId);
}

/** A new random secret for a key that has its id already. */
export function newSecretOf(environment: string, keyId: string): KeyParts {
  return importedKey(`rag_${environment}_${keyId}_${randomBytes(SECRET_BYTES).toString('base64url')}`);
}

/** A key made elsewhere. Fault `invalid-input` when it has not the form of one. */
export function importedKey(text: string): KeyParts {
  const parts = parseKey(text);
  if (parts !== null) return parts;
  throw new Fault(
    'invalid-input',
    'An API key has the form rag_<environment>_<8 id>_<43 secret>, the environment in small letters.',
  );
}
