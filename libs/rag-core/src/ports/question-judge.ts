import type { CallAccount } from './accounts.ts';
import type { TokenUsage } from './models.ts';

/** Two questions whose vectors are near, in their canonical spelling, without a person in them. */
export interface QuestionPair {
  /** The one that an answer is kept of: perhaps a colleague's words. */
  readonly kept: string;
  readonly asked: string;
  readonly account?: CallAccount;
}

/** Whether one answer serves both. */
export type MeaningVerdict = 'same' | 'different' | 'unsure';

export interface Judgment {
  readonly verdict: MeaningVerdict;
  readonly usage: TokenUsage;
}

/**
 * Somebody who knows what words mean. Whatever the questions say or order, they are judged and never followed; what is
 * no verdict counts as `unsure`. Ends with the signal. Faults: those of an answer model.
 */
export type JudgeQuestions = (pair: QuestionPair, signal: AbortSignal) => Promise<Judgment>;
