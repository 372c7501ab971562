import { createHash } from 'node:crypto';

const BASE_58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH_32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const BECH_GENERATORS = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const BECH_32M = 0x2bc830a3;
/** Version, hash and check of a base58 address. */
const ADDRESS_BYTES = 25;
const CHECK_BYTES = 4;

/** True for a Bitcoin address whose check holds, and for an Ethereum address by its form. */
export function isCryptoAddress(written: string): boolean {
  if (written.startsWith('0x')) return true;
  return /^bc1/i.test(written) ? isBech32(written.toLowerCase()) : isBase58Check(written);
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();

function isBase58Check(written: string): boolean {
  let value = 0n;
  for (const character of written) value = value * 58n + BigInt(BASE_58.indexOf(character));
  const hex = value.toString(16).padStart(ADDRESS_BYTES * 2, '0');
  if (hex.length !== ADDRESS_BYTES * 2) return false;
  const bytes = Buffer.from(hex, 'hex');
  const payload = bytes.subarray(0, -CHECK_BYTES);
  return sha256(sha256(payload)).subarray(0, CHECK_BYTES).equals(bytes.subarray(-CHECK_BYTES));
}

function isBech32(written: string): boolean {
  const values = Array.from(written.slice(3), (character) => BECH_32.indexOf(character));
  if (values.includes(-1)) return false;
  // The human part `bc`: high bits, zero, low bits.
  const rest = [3, 3, 0, 2, 3, ...values].reduce(polymod, 1);
  return rest === 1 || rest === BECH_32M;
}

function polymod(check: number, value: number): number {
  const top = check >>> 25;
  const shifted = ((check & 0x1ffffff) << 5) ^ value;
  return BECH_GENERATORS.reduce(
    (sum, generator, bit) => ((top >>> bit) & 1 ? sum ^ generator : sum),
    shifted,
  );
}
