import {
  createPseudonyms,
  type PiiFinding,
  type PiiStrategy,
  type PiiScan,
  type Pseudonyms,
  scanPii,
} from '@ragfleet/guards';
import { rememberByText } from '@ragfleet/kernel';
import { isLocalModel } from '@ragfleet/pricing';
import type { CleanQuestion } from './clean-question.ts';

export interface PrivateQuestion {
  /** As it was asked: for the process itself. */
  readonly plain: CleanQuestion;
  /** With personal data as the tenant wants it written: for everyone outside. */
  readonly masked: CleanQuestion;
  /** With labels that say nothing but the kind: what is kept of a question that was refused. */
  readonly labelledText: string;
  readonly kinds: readonly string[];
  /** Kinds that end the query. */
  readonly blockedKinds: readonly string[];
  /** What vendors see instead of people, in this question and in whatever is shown beside it; null shows all. */
  readonly pseudonyms: Pseudonyms | null;
  /** What the cache keeps instead of the people of this question; null when it names none. */
  readonly kept: KeptQuestion | null;
}

/** A question about somebody, as the cache may know it: equal for equal values, and nobody reads them there. */
export interface KeptQuestion {
  readonly text: string;
  readonly pseudonyms: Pseudonyms;
}

export interface PrivacyOptions {
  readonly isDetectionOn: boolean;
  readonly strategy: PiiStrategy;
  /** Kinds that end the query beside those that always do. */
  readonly blockedKinds: readonly string[];
  /** A secret of the tenant. */
  readonly hashKey: () => string;
  /** What somebody else has found: in the question, then in each turn. */
  readonly alsoFound?: readonly (readonly PiiFinding[])[];
}

/** Looks for personal data in the question and its history. */
export function protectPrivacy(plain: CleanQuestion, options: PrivacyOptions): PrivateQuestion {
  const unchanged = {
    plain,
    masked: plain,
    labelledText: plain.text,
    kinds: [],
    blockedKinds: [],
    kept: null,
  };
  if (!options.isDetectionOn) return { ...unchanged, pseudonyms: null };
  const pseudonyms = createPseudonyms(options);
  const [question, ...turns] = scansOf(plain, options);
  const scans = question === undefined ? [] : [question, ...turns];
  if (question === undefined || scans.every(({ kinds }) => kinds.length === 0))
    return { ...unchanged, pseudonyms };
  return {
    plain,
    masked: maskedBy(pseudonyms, plain, { question, turns }),
    labelledText: question.maskedText,
    kinds: [...new Set(scans.flatMap((scan) => scan.kinds))].toSorted(),
    blockedKinds: [...new Set(scans.flatMap((scan) => scan.blockedKinds))].toSorted(),
    pseudonyms,
    kept: keptOf(plain, { question, turns }, options),
  };
}

interface Scans {
  readonly question: PiiScan;
  readonly turns: readonly PiiScan[];
}

const scansOf = (plain: CleanQuestion, { blockedKinds, alsoFound = [] }: PrivacyOptions): PiiScan[] =>
  [plain.text, ...plain.history.map(({ content }) => content)].map((text, at) =>
    scanPii(text, { blockedKinds, alsoFound: alsoFound[at] ?? [] }),
  );

const maskedBy = (
  pseudonyms: Pseudonyms,
  plain: CleanQuestion,
  { question, turns }: Scans,
): CleanQuestion => ({
  ...plain,
  // The question first: the numbers of its people are the same whatever was said before.
  text: pseudonyms.masked(plain.text, question.findings),
  history: plain.history.map(({ role, content }, at) => ({
    role,
    content: pseudonyms.masked(content, turns[at]?.findings ?? []),
  })),
});

function keptOf(plain: CleanQuestion, scans: Scans, { hashKey }: PrivacyOptions): KeptQuestion {
  const pseudonyms = createPseudonyms({ strategy: 'hash', hashKey });
  return { text: maskedBy(pseudonyms, plain, scans).text, pseudonyms };
}

/** A local model sees the question as it was asked; a vendor's sees it masked. */
export function shownTo(model: string, question: PrivateQuestion): CleanQuestion {
  return isLocalModel(model) ? question.plain : question.masked;
}

/** Of passages alone, which come again and again: nobody's question is kept. */
const KEPT_CHARACTERS = 2_000_000;
const findingsIn = rememberByText((text) => scanPii(text).findings, KEPT_CHARACTERS);

/** What stands in a document, for this model. */
export function textShownTo(model: string, { pseudonyms }: PrivateQuestion, text: string): string {
  if (pseudonyms === null || isLocalModel(model)) return text;
  return pseudonyms.masked(text, findingsIn(text));
}
