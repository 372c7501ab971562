/** What is looked for, by Presidio's names. */
export const PII_KINDS = [
  'AU_ABN',
  'AU_MEDICARE',
  'AU_TFN',
  'CA_SIN',
  'CREDIT_CARD',
  'CRYPTO',
  'DATE_TIME',
  'DE_TAX_ID',
  'EMAIL_ADDRESS',
  'ES_NIE',
  'ES_NIF',
  'FI_PERSONAL_IDENTITY_CODE',
  'IBAN_CODE',
  'IN_AADHAAR',
  'IN_GSTIN',
  'IN_PAN',
  'IP_ADDRESS',
  'IT_FISCAL_CODE',
  'KR_RRN',
  'LOCATION',
  'MEDICAL_LICENSE',
  'NRP',
  'PERSON',
  'PHONE_NUMBER',
  'PL_PESEL',
  'SE_PERSONNUMMER',
  'SG_NRIC_FIN',
  'TH_TNIN',
  'TR_NATIONAL_ID',
  'UK_NHS',
  'UK_NINO',
  'US_BANK_NUMBER',
  'US_ITIN',
  'US_PASSPORT',
  'US_SSN',
  'ZA_ID_NUMBER',
] as const;
export type PiiKind = (typeof PII_KINDS)[number];

/** Where personal data stands; never what it says. `end` is exclusive, in UTF-16 code units. */
export interface PiiFinding {
  readonly kind: PiiKind;
  readonly start: number;
  readonly end: number;
  /** 0 to 1: what a checksum proves is near 1, what a form and the words around it suggest is lower. */
  readonly score: number;
}

/** What each way of knowing is worth where two finds claim the same characters. */
export const SCORES = {
  checksumExplained: 1,
  checksum: 0.9,
  explained: 0.8,
  form: 0.6,
  words: 0.5,
} as const;
