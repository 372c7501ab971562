import { hash, type KeyObject } from 'node:crypto';

const BLOCK_BYTES = 64;
const DIGEST_BYTES = 32;

/**
 * HMAC-SHA256 in hex, as RFC 2104 writes it down: two plain hashes. Node's Hmac object comes to the same and costs four
 * times as much for a short text, most of it when it is collected (8 of 20 µs of a cache lookup). `key`: 32 bytes.
 */
export function createKeyedDigest(key: KeyObject): (text: string) => string {
  const bytes = key.export();
  const inner = paddedKey(bytes, 0x36);
  const outer = Buffer.concat([paddedKey(bytes, 0x5c), Buffer.alloc(DIGEST_BYTES)]);
  return (text) => {
    const message = Buffer.allocUnsafe(BLOCK_BYTES + Buffer.byteLength(text));
    inner.copy(message);
    message.write(text, BLOCK_BYTES);
    outer.write(hash('sha256', message, 'hex'), BLOCK_BYTES, 'hex');
    return hash('sha256', outer, 'hex');
  };
}

function paddedKey(key: Buffer, pad: number): Buffer {
  const padded = Buffer.alloc(BLOCK_BYTES, pad);
  for (const [at, byte] of key.entries()) padded[at] = byte ^ pad;
  return padded;
}
