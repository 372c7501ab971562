import type { PassageCandidate } from '../ports/passages.ts';

export interface CandidateLists {
  readonly keyword: readonly PassageCandidate[];
  readonly dense: readonly PassageCandidate[];
  /** What a dense score deserves beside a keyword score, 0 to 1. It belongs to the embedder. */
  readonly denseWeight: number;
}

/**
 * One ranking out of two, best first, scores 0 to 1. Scores are made comparable, not thrown away for ranks: ranks
 * alone let a weak embedder's guesses outvote a clear keyword match. A keyword score has a true zero (no word in
 * common), so it is divided by the best one; a cosine has none, so it counts from the worst candidate fetched.
 */
export function fuseCandidates(lists: CandidateLists): PassageCandidate[] {
  const keyword = lists.keyword.filter(isScored);
  const dense = lists.dense.filter(isScored);
  const weight = weightOf(keyword, dense, lists.denseWeight);
  const fused = new Map<string, number>();
  const add = (scores: ReadonlyMap<string, number>, share: number): void => {
    for (const [id, score] of scores) fused.set(id, (fused.get(id) ?? 0) + share * score);
  };
  add(scaled(keyword, 0), 1 - weight);
  add(scaled(dense, floorOf(dense)), weight);
  return [...fused]
    .map(([passageId, score]) => ({ passageId, score }))
    .toSorted((one, other) => other.score - one.score || (one.passageId < other.passageId ? -1 : 1));
}

const isScored = ({ score }: PassageCandidate): boolean => Number.isFinite(score);

/**
 * A vector index returns every neighbor there is, near or far. One that has fewer than share a word with the query is
 * missing vectors, and then its best counts for as much as it is complete.
 */
function weightOf(
  keyword: readonly PassageCandidate[],
  dense: readonly PassageCandidate[],
  denseWeight: number,
): number {
  if (keyword.length === 0) return 1;
  return denseWeight * Math.min(1, dense.length / keyword.length);
}

/** Scores between 0 at `floor` and 1 at the best. */
function scaled(candidates: readonly PassageCandidate[], floor: number): Map<string, number> {
  const best = candidates.reduce((most, { score }) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const span = best - floor;
  const scores = new Map<string, number>();
  for (const { passageId, score } of candidates) {
    const value = span > 0 ? Math.max(0, (score - floor) / span) : 1;
    scores.set(passageId, Math.max(scores.get(passageId) ?? 0, value));
  }
  return scores;
}

/** The worst of many candidates is as good as unrelated; the worst of a few may be a good one, so it keeps a part of its score. */
function floorOf(candidates: readonly PassageCandidate[]): number {
  const worst = candidates.reduce((least, { score }) => Math.min(least, score), Number.POSITIVE_INFINITY);
  return candidates.length === 0 ? 0 : worst * (1 - 1 / candidates.length);
}
