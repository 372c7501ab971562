import { withAsciiDigits } from './ascii-digits.ts';
import { findBeliefs } from './find-beliefs.ts';
import { findBirthDates } from './find-birth-dates.ts';
import { findEmails, findPhones } from './find-contact.ts';
import { findExplainedNumbers } from './find-explained.ts';
import { findIpAddresses } from './find-ip-addresses.ts';
import { findNames } from './find-names.ts';
import { findNumbers } from './find-numbers.ts';
import { findPlaces } from './find-places.ts';
import type { PiiFinding, PiiKind } from './pii-finding.ts';
import { withoutOverlaps } from './without-overlaps.ts';

/** Kinds that end a query. */
export const BLOCKED_PII_KINDS = ['US_SSN', 'CREDIT_CARD', 'US_PASSPORT', 'US_BANK_NUMBER'] as const;

export interface PiiScan {
  /** In order of place, none of them over another. */
  readonly findings: readonly PiiFinding[];
  /** Each kind once, in alphabetical order. */
  readonly kinds: readonly PiiKind[];
  /** Those of `kinds` that may not be processed. */
  readonly blockedKinds: readonly PiiKind[];
  /** The text with every find replaced by its label. The raw values never leave this function. */
  readonly maskedText: string;
  /** `block` for a kind that may not be processed, `mask` for any other, `allow` for none. */
  readonly recommendation: 'block' | 'mask' | 'allow';
}

export interface PiiScanOptions {
  /** Kinds that may not be processed either, beside the four that never may. */
  readonly blockedKinds?: readonly string[];
  /** What somebody else has found in the same text. */
  readonly alsoFound?: readonly PiiFinding[];
}

/** Finds personal data. A number counts only by its checksum, its form, or the words around it: a bare run of digits is none. */
export function scanPii(text: string, { blockedKinds = [], alsoFound = [] }: PiiScanOptions = {}): PiiScan {
  const findings = withoutOverlaps([...findPii(withAsciiDigits(text)), ...alsoFound]);
  if (findings.length === 0)
    return { findings, kinds: [], blockedKinds: [], maskedText: text, recommendation: 'allow' };
  const kinds = [...new Set(findings.map(({ kind }) => kind))].toSorted();
  const refused = new Set<string>([...BLOCKED_PII_KINDS, ...blockedKinds]);
  const blocked = kinds.filter((kind) => refused.has(kind));
  return {
    findings,
    kinds,
    blockedKinds: blocked,
    maskedText: labelled(text, findings),
    recommendation: blocked.length > 0 ? 'block' : 'mask',
  };
}

const DIGIT = /\d/;

/** Every find of every recognizer; they may overlap. In linear time. */
function* findPii(text: string): Generator<PiiFinding> {
  if (text.includes('@')) yield* findEmails(text);
  if (DIGIT.test(text)) {
    yield* findNumbers(text);
    yield* findExplainedNumbers(text);
    yield* findPhones(text);
    yield* findBirthDates(text);
    yield* findIpAddresses(text);
  }
  yield* findNames(text);
  yield* findPlaces(text);
  yield* findBeliefs(text);
}

const LABELS: Readonly<Partial<Record<PiiKind, string>>> = {
  PERSON: '<PERSON>',
  EMAIL_ADDRESS: '<EMAIL>',
  PHONE_NUMBER: '<PHONE>',
};
const OTHER_LABEL = '<REDACTED>';

function labelled(text: string, findings: readonly PiiFinding[]): string {
  let shown = '';
  let at = 0;
  for (const { kind, start, end } of findings) {
    shown += text.slice(at, start) + (LABELS[kind] ?? OTHER_LABEL);
    at = end;
  }
  return shown + text.slice(at);
}
