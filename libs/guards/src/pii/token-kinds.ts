import { isDay, mod97 } from './checksums.ts';
import { isCryptoAddress } from './crypto-address.ts';
import { IBAN_LENGTHS } from './iban-lengths.ts';
import type { PiiKind } from './pii-finding.ts';

/** An identifier of letters and digits. `pattern` is sticky and bounded; what stands around the match is looked at by whoever uses it. */
export interface TokenKind {
  readonly kind: PiiKind;
  readonly pattern: RegExp;
  /** On the match without spaces, hyphens and colons, in capitals. */
  readonly isValid: (compact: string) => boolean;
  /** True when its check proves enough by itself. */
  readonly hasChecksum: boolean;
  /** Without these words it is none; null when form and check are enough. */
  readonly context: RegExp | null;
}

const NIF_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const HETU_LETTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY';
const BASE_36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const FISCAL_ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

const nifLetter = (digits: string): string | undefined => NIF_LETTERS[Number(digits) % 23];

/** An IBAN of its country's length whose remainder is 1. */
function isIban(compact: string): boolean {
  if (IBAN_LENGTHS[compact.slice(0, 2)] !== compact.length) return false;
  return mod97(compact.slice(4) + compact.slice(0, 4)) === 1;
}

function isFiscalCode(code: string): boolean {
  const sum = Array.from(code.slice(0, 15)).reduce((total, character, at) => {
    const value = /\d/.test(character) ? Number(character) : BASE_36.indexOf(character) - 10;
    return total + (at % 2 === 0 ? (FISCAL_ODD[value] ?? 0) : value);
  }, 0);
  return BASE_36[10 + (sum % 26)] === code[15];
}

function isGstin(code: string): boolean {
  const sum = Array.from(code.slice(0, 14)).reduce((total, character, at) => {
    const product = BASE_36.indexOf(character) * (at % 2 === 0 ? 1 : 2);
    return total + Math.floor(product / 36) + (product % 36);
  }, 0);
  return BASE_36[(36 - (sum % 36)) % 36] === code[14];
}

function isFin(code: string): boolean {
  const sum = [2, 7, 6, 5, 4, 3, 2].reduce((total, weight, at) => total + weight * Number(code[at + 1]), 0);
  const rest = (sum + (/[TG]/.test(code[0] ?? '') ? 4 : 0)) % 11;
  return (/[ST]/.test(code[0] ?? '') ? 'JZIHGFEDCBA' : 'XWUTRQPNMLK')[rest] === code[8];
}

function isDea(code: string): boolean {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, check = 0] = Array.from(code.slice(2), Number);
  return (a + c + e + 2 * (b + d + f)) % 10 === check;
}

const isHetu = (code: string): boolean =>
  isDay(code.slice(2, 4), code.slice(0, 2)) &&
  HETU_LETTERS[Number(code.slice(0, 6) + code.slice(-4, -1)) % 31] === code.at(-1);

export const TOKEN_KINDS: readonly TokenKind[] = [
  {
    kind: 'IBAN_CODE',
    pattern: /[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?/iy,
    isValid: isIban,
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'CRYPTO',
    pattern: /(?:bc1[a-z0-9]{11,71}|BC1[A-Z0-9]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34}|0x[0-9a-fA-F]{40})/y,
    isValid: () => true,
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'IT_FISCAL_CODE',
    pattern: /[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]/iy,
    isValid: isFiscalCode,
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'IN_GSTIN',
    pattern: /[0-3]\d[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]/y,
    isValid: isGstin,
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'FI_PERSONAL_IDENTITY_CODE',
    pattern: /\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]/y,
    isValid: isHetu,
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'ES_NIF',
    pattern: /\d{8}-?[A-HJ-NP-TV-Z]/y,
    isValid: (code) => nifLetter(code.slice(0, 8)) === code[8],
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'ES_NIE',
    pattern: /[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]/y,
    isValid: (code) => nifLetter('XYZ'.indexOf(code[0] ?? '') + code.slice(1, 8)) === code[8],
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'SG_NRIC_FIN',
    pattern: /[STFG]\d{7}[A-Z]/y,
    isValid: isFin,
    hasChecksum: true,
    context: null,
  },
  {
    kind: 'UK_NINO',
    pattern: /(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]/y,
    isValid: () => true,
    hasChecksum: false,
    context: null,
  },
  {
    kind: 'IN_PAN',
    pattern: /[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]/y,
    isValid: () => true,
    hasChecksum: false,
    context: /\b(?:pan|permanent account|income tax|tax ?id)\b/i,
  },
  {
    kind: 'MEDICAL_LICENSE',
    pattern: /[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}/y,
    isValid: isDea,
    hasChecksum: true,
    context: /\b(?:dea|licen[sc]es?|prescri\w{0,9}|medical|physicians?|doctors?|controlled)\b/i,
  },
];

/** The characters of `written` that hold the kind's check; 0 when none do. */
export function validLength(kind: TokenKind, written: string): number {
  // An address in base58 has no separators and keeps its case.
  if (kind.kind === 'CRYPTO') return isCryptoAddress(written) ? written.length : 0;
  const whole = kind.kind === 'IBAN_CODE' ? ibanIn(written) : written;
  return kind.isValid(compactOf(kind, whole)) ? whole.length : 0;
}

const compactOf = ({ kind }: TokenKind, written: string): string =>
  kind === 'FI_PERSONAL_IDENTITY_CODE' ? written : written.replace(/[ -]/g, '').toUpperCase();

/** As many characters as an IBAN of its country has: words in capitals may follow. */
function ibanIn(written: string): string {
  const length = IBAN_LENGTHS[written.slice(0, 2).toUpperCase()] ?? 0;
  let count = 0;
  for (let at = 0; at < written.length; at += 1) {
    if (!/[ -]/.test(written[at] ?? '')) count += 1;
    if (count === length) return written.slice(0, at + 1);
  }
  return '';
}
