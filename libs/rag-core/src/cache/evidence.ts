import type { Evidence } from '../ports/answer-cache.ts';
import type { Passage } from '../ports/passages.ts';

/** 128 bits of the passage's hash: nobody chooses a document to meet another one's, and an entry keeps several. */
const HASH_CHARACTERS = 32;

export const evidenceOf = (
  passages: readonly Pick<Passage, 'passageId' | 'contentHash'>[],
): readonly Evidence[] =>
  passages.map(({ passageId, contentHash }) => ({
    passageId,
    contentHash: contentHash.slice(0, HASH_CHARACTERS),
  }));

const nameOf = ({ passageId, contentHash }: Evidence): string => `${passageId} ${contentHash}`;

/** True when every passage of `part` is in `whole`, with the same words. */
export function containsEvidence(whole: readonly Evidence[], part: readonly Evidence[]): boolean {
  const names = new Set(whole.map(nameOf));
  return part.every((one) => names.has(nameOf(one)));
}

/** True when both are the same passages with the same words, in whatever order. */
export const isSameEvidence = (one: readonly Evidence[], other: readonly Evidence[]): boolean =>
  containsEvidence(one, other) && containsEvidence(other, one);
