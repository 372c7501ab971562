/** What speaks for an answer that cites passages, each 0 to 1. */
export interface ConfidenceSigns {
  /** By how much the search's best passage led the second; null where its scores are not known: it was remembered. */
  readonly retrievalLead: number | null;
  /** 1 when the first passage that is cited stood first in the prompt, a half for the second. */
  readonly citedEarly: number;
  /** The share of the question's content words that the passages cited say. */
  readonly questionCoverage: number;
  /** The share of the answer's sentences up to its last citation. */
  readonly citedShare: number;
  /** The share of the content words and numbers in those sentences that the passages cited say. */
  readonly support: number;
  /** The model's own estimate that the passages answer the question; null when it has none. */
  readonly estimate: number | null;
  readonly isCut: boolean;
  readonly isSearchDegraded: boolean;
}

interface Weights {
  readonly bias: number;
  readonly retrievalLead: number;
  readonly citedEarly: number;
  readonly questionCoverage: number;
  /** Of the estimate's logit. */
  readonly estimate: number;
}

/**
 * Logistic regression (L2) on whether an answer holds a right text and cites a relevant document first, over the 441
 * answers that the local model gives to eleven of the sets it was tuned on. Beside an estimate that has read question and
 * passages, nothing else said anything: it is right as it is, and a little too modest.
 */
const WITH_ESTIMATE: Weights = {
  bias: 0.06,
  retrievalLead: 0,
  citedEarly: 0,
  questionCoverage: 0,
  estimate: 1.03,
};
/**
 * For models that give no estimate: fitted over the 389 answers that it would give if it refused nothing. The bias is
 * raised from -2.79, so that answers are on average as often right as when it may refuse: such models refuse by themselves.
 */
const WITHOUT_ESTIMATE: Weights = {
  bias: -1.73,
  retrievalLead: 0.43,
  citedEarly: 1.35,
  questionCoverage: 2.96,
  estimate: 0,
};
/** The mean of the tuning sets, where a search's scores are not known. */
const USUAL_LEAD = 0.27;

// By hand: the local model quotes, so that no set has answers that say more than their passages.
const SUPPORT_OF_PARAPHRASE = 0.8;
const UNSUPPORTED = 3;
const UNCITED_REST = 2;
const CUT = 1;
const DEGRADED_SEARCH = 0.5;

/** Under 0.2 is the confidence of `no-answer` alone. */
const LEAST = 0.2;
const MOST = 0.99;
/** Of an answer that cites nothing. */
export const UNCITED_CONFIDENCE = 0.25;
const ESTIMATE_LIMIT = 0.995;

/**
 * How likely an answer is right, 0.2 to 0.99 with two decimals: of answers with 0.8, about eight of ten are. More of any
 * sign never lowers it. It holds for questions of which two thirds can be answered; it knows nothing of the world.
 */
export function confidenceOf(signs: ConfidenceSigns): number {
  const { estimate } = signs;
  const weights = estimate === null ? WITHOUT_ESTIMATE : WITH_ESTIMATE;
  const logit =
    weights.bias +
    weights.retrievalLead * (signs.retrievalLead ?? USUAL_LEAD) +
    weights.citedEarly * signs.citedEarly +
    weights.questionCoverage * signs.questionCoverage +
    weights.estimate * logitOf(estimate ?? 0.5) -
    objections(signs);
  return Math.round(Math.min(MOST, Math.max(LEAST, sigmoid(logit))) * 100) / 100;
}

/** A paraphrase has words of its own; beyond these the answer says what its passages do not. */
const objections = ({ support, citedShare, isCut, isSearchDegraded }: ConfidenceSigns): number =>
  UNSUPPORTED * Math.max(0, 1 - support / SUPPORT_OF_PARAPHRASE) +
  UNCITED_REST * (1 - citedShare) +
  (isCut ? CUT : 0) +
  (isSearchDegraded ? DEGRADED_SEARCH : 0);

function logitOf(probability: number): number {
  const limited = Math.min(ESTIMATE_LIMIT, Math.max(1 - ESTIMATE_LIMIT, probability));
  return Math.log(limited / (1 - limited));
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
