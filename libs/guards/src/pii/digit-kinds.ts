import { isDay, isLuhn, isMod11And10, isVerhoeff, weighedSum } from './checksums.ts';
import type { PiiKind } from './pii-finding.ts';

/** A number that a state or a bank gives to a person: its length, its check, how it is usually written, and the words beside it. */
export interface DigitKind {
  readonly kind: PiiKind;
  readonly length: number;
  readonly isValid: (digits: string) => boolean;
  /** Groupings in which its check is enough by itself, such as `4,4,4`; in any other it needs its words. */
  readonly ownGroupings: readonly string[];
  readonly context: RegExp;
}

const TFN_WEIGHTS = [1, 4, 3, 7, 5, 8, 6, 9, 10];
const ABN_WEIGHTS = [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19];
const MEDICARE_WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9];
const PESEL_WEIGHTS = [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1];
const RRN_WEIGHTS = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5];
const NHS_WEIGHTS = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
const THAI_WEIGHTS = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2];

const isSameDigit = (digits: string): boolean => /^(\d)\1*$/.test(digits);

function isPesel(digits: string): boolean {
  // The century is added to the month: 80, 0, 20, 40, 60.
  const month = String(Number(digits.slice(2, 4)) % 20);
  return isDay(month, digits.slice(4, 6)) && weighedSum(digits, PESEL_WEIGHTS) % 10 === 0;
}

function isTurkish(digits: string): boolean {
  if (digits.startsWith('0')) return false;
  const odd = weighedSum(digits, [1, 0, 1, 0, 1, 0, 1, 0, 1]);
  const even = weighedSum(digits, [0, 1, 0, 1, 0, 1, 0, 1]);
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return tenth === Number(digits[9]) && (odd + even + tenth) % 10 === Number(digits[10]);
}

function isGermanTaxId(digits: string): boolean {
  const counts = Array.from('0123456789', (digit) => digits.slice(0, 10).split(digit).length - 1);
  const repeated = counts.filter((count) => count > 1);
  const isDrawn = repeated.length === 1 && (repeated[0] ?? 0) <= 3;
  return !digits.startsWith('0') && isDrawn && isMod11And10(digits);
}

const swedish = (digits: string): boolean => {
  const ten = digits.slice(-10);
  // Sixty is added to the day of a coordination number.
  const day = String(Number(ten.slice(4, 6)) % 60).padStart(2, '0');
  return isDay(ten.slice(2, 4), day) && isLuhn(ten);
};

const rest11 = (digits: string, weights: readonly number[]): number =>
  (11 - (weighedSum(digits, weights) % 11)) % 10;
const PERSONNUMMER = /\b(?:person(?:al)? ?(?:nummer|number|id)|personnummer|samordningsnummer|swedish)\b/i;

/** One check digit lets every tenth number through: the usual grouping or the words beside it must agree. */
export const DIGIT_KINDS: readonly DigitKind[] = [
  {
    kind: 'US_ITIN',
    length: 9,
    isValid: (digits) => /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(digits),
    ownGroupings: ['3-2-4'],
    context: /\b(?:itin|taxpayer|tax ?id|tax number)\b/i,
  },
  {
    kind: 'CA_SIN',
    length: 9,
    isValid: (digits) => /^[1-79]/.test(digits) && isLuhn(digits),
    ownGroupings: [],
    context: /\b(?:sin|social insurance|canadian id)\b/i,
  },
  {
    kind: 'AU_TFN',
    length: 9,
    isValid: (digits) => !isSameDigit(digits) && weighedSum(digits, TFN_WEIGHTS) % 11 === 0,
    ownGroupings: [],
    context: /\b(?:tfn|tax file)\b/i,
  },
  {
    kind: 'UK_NHS',
    length: 10,
    isValid: (digits) => !isSameDigit(digits) && weighedSum(digits, NHS_WEIGHTS) % 11 === 0,
    ownGroupings: [],
    context: /\b(?:nhs|national health|patient (?:id|number))\b/i,
  },
  {
    kind: 'AU_MEDICARE',
    length: 10,
    isValid: (digits) =>
      /^[2-6]/.test(digits) && weighedSum(digits, MEDICARE_WEIGHTS) % 10 === Number(digits[8]),
    ownGroupings: ['4 5 1'],
    context: /\bmedicare\b/i,
  },
  {
    kind: 'SE_PERSONNUMMER',
    length: 10,
    isValid: swedish,
    ownGroupings: ['6-4'],
    context: PERSONNUMMER,
  },
  {
    kind: 'SE_PERSONNUMMER',
    length: 12,
    isValid: (digits) => /^(?:19|20)/.test(digits) && swedish(digits),
    ownGroupings: ['8-4'],
    context: PERSONNUMMER,
  },
  {
    kind: 'AU_ABN',
    length: 11,
    isValid: (digits) => (weighedSum(digits, ABN_WEIGHTS) - 10) % 89 === 0 && !digits.startsWith('0'),
    ownGroupings: ['2 3 3 3'],
    context: /\b(?:abn|australian business)\b/i,
  },
  {
    kind: 'DE_TAX_ID',
    length: 11,
    isValid: isGermanTaxId,
    ownGroupings: ['2 3 3 3'],
    context: /(?:\bsteuer|\btax ?(?:id|number)|\bidnr|\bidentifikationsnummer)/i,
  },
  {
    kind: 'PL_PESEL',
    length: 11,
    isValid: isPesel,
    ownGroupings: [],
    context: /\b(?:pesel|polish (?:id|national|personal))\b/i,
  },
  {
    kind: 'TR_NATIONAL_ID',
    length: 11,
    isValid: isTurkish,
    ownGroupings: [],
    context: /\b(?:turkish|tckn|t\.?c\.? kimlik|kimlik|tc no|national id)\b/i,
  },
  {
    kind: 'IN_AADHAAR',
    length: 12,
    isValid: (digits) => /^[2-9]/.test(digits) && isVerhoeff(digits),
    ownGroupings: ['4 4 4', '4-4-4'],
    context: /\b(?:aadhaar|aadhar|adhaar|uidai|uid)\b/i,
  },
  {
    kind: 'KR_RRN',
    length: 13,
    isValid: (digits) =>
      isDay(digits.slice(2, 4), digits.slice(4, 6)) && rest11(digits, RRN_WEIGHTS) === Number(digits[12]),
    ownGroupings: ['6-7'],
    context: /\b(?:rrn|resident registration|korean)\b|주민/i,
  },
  {
    kind: 'TH_TNIN',
    length: 13,
    isValid: (digits) => /^[1-8]/.test(digits) && rest11(digits, THAI_WEIGHTS) === Number(digits[12]),
    ownGroupings: ['1-4-5-2-1', '1 4 5 2 1'],
    context: /\b(?:thai|national id|citizen id)\b/i,
  },
  {
    kind: 'ZA_ID_NUMBER',
    length: 13,
    isValid: (digits) =>
      isDay(digits.slice(2, 4), digits.slice(4, 6)) && /^\d{10}[012]/.test(digits) && isLuhn(digits),
    ownGroupings: ['6 4 3', '6 4 2 1'],
    context: /\b(?:south african|sa id|rsa id|id number|identity number)\b/i,
  },
];
