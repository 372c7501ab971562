import { countTokens } from './count-tokens.ts';

// Those whose encoding is o200k_base, and the local ones, which have no other.
const EXACT = /^(?:gpt-4o|gpt-4\.[15]|gpt-[5-9]|gpt-oss|chatgpt-4o|o\d|local-)/;

/**
 * How many tokens a text may have for a model of another tokenizer, per token of ours and per letter beyond Latin.
 * Measured on cl100k_base (the test has the languages): 1.6 times as many in German, 5.7 times in Georgian. What
 * Anthropic's models count lies below it too.
 */
const FOREIGN_PER_TOKEN = 1.6;
const FOREIGN_PER_CHARACTER = 2;
const BEYOND_LATIN = /[^\0-ɏ]/gu;

/** A code unit has at most three bytes, and a token at least one. */
const MAX_PER_UNIT = 3;

export type CountTokens = (text: string) => number;

/** How one model counts. */
export interface TokenCounter {
  /** Exactly where the model's tokenizer is known, else never too few. */
  readonly count: CountTokens;
  /** More than that, and told from the text's length alone. */
  readonly atMost: CountTokens;
}

export const tokenCounterOf = (model: string): TokenCounter => (EXACT.test(model) ? OURS : FOREIGN);

const OURS: TokenCounter = { count: countTokens, atMost: ({ length }) => length * MAX_PER_UNIT };
const FOREIGN: TokenCounter = {
  count: countForeign,
  atMost: ({ length }) => 1 + length * (MAX_PER_UNIT * FOREIGN_PER_TOKEN + FOREIGN_PER_CHARACTER),
};

function countForeign(text: string): number {
  const beyond = text.match(BEYOND_LATIN)?.length ?? 0;
  return Math.ceil(countTokens(text) * FOREIGN_PER_TOKEN) + beyond * FOREIGN_PER_CHARACTER;
}
