/** What is shown instead of a span, which reaches from where the rule was asked to `end`. */
export interface ActiveSpan {
  readonly shown: string;
  readonly end: number;
  /** False for what only looks like one and stays as it is. */
  readonly isRemoved: boolean;
  /** What follows `end` still belongs to it, of any length, up to the first match. */
  readonly until?: RegExp;
}

/** A span at this place; 'open' when the text ends before that can be told; null when none begins here. */
export type ActiveRule = (text: string, at: number) => ActiveSpan | 'open' | null;

/** How far ahead a rule looks. What is longer is decided by what is seen of it. */
const LOOK_AHEAD = 1_200;

/** What a rule may look at, and whether more text could change it. */
export function windowAt(text: string, at: number): { readonly seen: string; readonly isAll: boolean } {
  const seen = text.slice(at, at + LOOK_AHEAD);
  return { seen, isAll: seen.length === LOOK_AHEAD };
}
