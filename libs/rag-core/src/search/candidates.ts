import type { PassageCandidate } from '../ports/passages.ts';
import type { SearchReason } from './search-contract.ts';

/** What one source found, or why it found nothing. */
export interface Candidates {
  readonly list: readonly PassageCandidate[];
  readonly reason: SearchReason | null;
  readonly embeddingTokens: number;
  readonly vectorQueries: number;
  /** What a dense source was asked with. */
  readonly queryVector?: Float32Array;
}

/** Of a source that was not asked. */
export const NO_CANDIDATES: Candidates = { list: [], reason: null, embeddingTokens: 0, vectorQueries: 0 };

export const SOURCE_BUDGET_MS = 2_000;

const MIN_CANDIDATES = 100;
const MAX_CANDIDATES = 400;

/** More than asked for: fusion and reranking need the depth, and the re-check may refuse some. */
export const candidateLimit = (topK: number): number =>
  Math.min(MAX_CANDIDATES, Math.max(MIN_CANDIDATES, topK * 4));
