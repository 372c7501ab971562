import type { LognormalRange } from './lognormal.ts';

/** How the double answers the questions of one kind. */
export interface DoublePace {
  /** From the call to the end of its reply; null answers at once. */
  readonly takes: LognormalRange | null;
  /** Pieces of an answer, three words each. */
  readonly pieces: number;
  /** Part of the time that is over when the first piece comes. */
  readonly firstShare: number;
  /** Of a call for vectors of such a question; at once when left out. Its time is not among those that are told. */
  readonly embedTakes?: LognormalRange;
}

/** By the kind that a question names itself with. */
export type DoublePaces = Readonly<Record<string, DoublePace>>;

export type DoubleQuestion = { readonly paces: DoublePaces } | 'times';

/** By the number that a question names itself with: milliseconds from the arrival of the call to the end of its reply. */
export type DoubleTimes = readonly (readonly [at: number, tookMs: number])[];

export type DoubleAnswer = { readonly url: string } | 'paced' | { readonly times: DoubleTimes };
