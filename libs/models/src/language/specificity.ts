import { encode } from 'gpt-tokenizer/encoding/o200k_base';

const VOCABULARY = 200_000;
const SINGLE_BYTES = 256;
const PER_EXTRA_TOKEN = 0.15;
const FLOOR = 0.1;

/**
 * How much a word says about a topic, about 0.1 (the commonest words) to 1 and a little more (rare ones).
 * A byte-pair vocabulary is ordered by how early, hence how often, a word was seen in web text: the rank of its
 * token stands in for the document frequency that a model without a corpus does not have.
 */
export function specificityOf(word: string): number {
  const tokens = encode(` ${word}`, { disallowedSpecial: new Set() });
  if (tokens.length > 1) return 1 + PER_EXTRA_TOKEN * (tokens.length - 1);
  const rank = Math.max(tokens[0] ?? SINGLE_BYTES, SINGLE_BYTES);
  return Math.max(FLOOR, Math.log2(rank / SINGLE_BYTES) / Math.log2(VOCABULARY / SINGLE_BYTES));
}
