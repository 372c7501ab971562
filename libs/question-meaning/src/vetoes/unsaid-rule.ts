import type { QuestionReading } from '../reading/read-question.ts';

/** What one of two questions says where the other asks the same without saying it, and when that is so. */
export interface UnsaidRule {
  /** The ends of scales. */
  readonly poles: readonly string[];
  readonly concepts: ReadonlySet<string>;
  /** Whether the first question asks, without a word for them, what the second asks with it. */
  readonly isUnsaid: (one: QuestionReading, other: QuestionReading) => boolean;
}

export const NO_CONCEPTS: ReadonlySet<string> = new Set();
