/** A phrase that tries to steer a model, in lower case, on one line with single spaces. */
export interface WeighedPhrase {
  /** One of them is in every text that the pattern matches: looking for it is a hundred times cheaper. */
  readonly stems: readonly string[];
  /** Every quantifier is bounded, so that it takes linear time. */
  readonly pattern: RegExp;
  /** How sure it is alone, 0 to 1. Several in one text make each other more likely. */
  readonly weight: number;
}

/** What is an order to a model and hardly ever anything else. */
export const CERTAIN = 0.8;
/** What flags a text alone, and is said of people now and then. */
export const LIKELY = 0.55;
/** What flags a text beside another. */
export const HINT = 0.35;
