import { countTokens } from './count-tokens.ts';

// Those whose encoding is o200k_base, and the local ones, which have no other.
const EXACT = /^(?:gpt-4o|gpt-4\.[15]|gpt-[5-9]|gpt-oss|chatgpt-4o|o\d|local-)/;

/**
 * How many tokens a text may have for a model of another tokenizer, per token of ours and per letter beyond Latin.
 * Measured on cl100k_base (the test has the languages): up to 1.6 times as many in German, 5.7 times in Georgian.
 * Anthropic publishes no tokenizer: for its models this is an assumption.
 */
const FOREIGN_PER_TOKEN = 1.6;
const FOREIGN_PER_CHARACTER = 2;
const BEYOND_LATIN = /[^\0-ɏ]/gu;

export type CountTokens = (text: string) => number;

/** How one model counts. */
export interface TokenCounter {
  /** Exactly where the model's tokenizer is known, else never too few. */
  readonly count: CountTokens;
  /** More than that, and told from the text's size alone. */
  readonly atMost: CountTokens;
  /** More still, and told without looking at the text: its length. */
  readonly atMostByLength: CountTokens;
}

export const tokenCounterOf = (model: string): TokenCounter => (EXACT.test(model) ? OUR_TOKENS : FOREIGN);

/** UTF-8 has no more bytes for a code unit of a string. */
const MAX_BYTES_PER_UNIT = 3;

/** By the tokenizer of `countTokens`. No token is shorter than a byte. */
export const OUR_TOKENS: TokenCounter = {
  count: countTokens,
  atMost: (text) => Buffer.byteLength(text),
  atMostByLength: ({ length }) => length * MAX_BYTES_PER_UNIT,
};
const FOREIGN: TokenCounter = {
  count: countForeign,
  atMost: (text) => mostForeign(Buffer.byteLength(text), text.length),
  atMostByLength: ({ length }) => mostForeign(length * MAX_BYTES_PER_UNIT, length),
};

function countForeign(text: string): number {
  const beyond = text.match(BEYOND_LATIN)?.length ?? 0;
  return Math.ceil(countTokens(text) * FOREIGN_PER_TOKEN) + beyond * FOREIGN_PER_CHARACTER;
}

/** A letter beyond Latin has more bytes than code units. */
function mostForeign(bytes: number, units: number): number {
  return Math.ceil(bytes * FOREIGN_PER_TOKEN) + (bytes - units) * FOREIGN_PER_CHARACTER;
}
