import type { DenseCandidate } from '@ragfleet/rag-core';

/** The constant of reciprocal rank fusion, as its authors (Cormack, Clarke and Büttcher, SIGIR 2009) chose it. */
const K = 60;

// A store that returned another tenant's passage must not hide behind the caller's own of the same id.
const keyOf = ({ tenantId, passageId }: DenseCandidate): string => JSON.stringify([tenantId, passageId]);

/** Each passage once, best first, whatever order they came in; what has no number for a score is left out. */
export function rankedOnce(candidates: readonly DenseCandidate[]): DenseCandidate[] {
  const best = new Map<string, DenseCandidate>();
  for (const candidate of candidates) {
    const known = best.get(keyOf(candidate));
    if (Number.isFinite(candidate.score) && (known === undefined || known.score < candidate.score))
      best.set(keyOf(candidate), candidate);
  }
  return inOrder([...best.values()]);
}

/**
 * One ranking out of several stores' by reciprocal rank: scores of two stores are not comparable, places are. The
 * scores that come out lie between 0 and 1, which is the first place everywhere.
 */
export function fuseByRank(rankings: readonly (readonly DenseCandidate[])[]): DenseCandidate[] {
  const fused = new Map<string, DenseCandidate>();
  const firstEverywhere = rankings.length / (K + 1);
  for (const ranking of rankings) {
    for (const [place, candidate] of ranking.entries()) {
      const share = 1 / (K + place + 1) / firstEverywhere;
      const score = (fused.get(keyOf(candidate))?.score ?? 0) + share;
      fused.set(keyOf(candidate), { ...candidate, score });
    }
  }
  return inOrder([...fused.values()]);
}

/**
 * The first `limit` of a ranking, but another tenant's passages before everything: whoever reads the ranking has to
 * learn that a store's filter is broken, and must not lose the sign of it to a cut.
 */
export function cutTo(limit: number, tenantId: string, ranking: readonly DenseCandidate[]): DenseCandidate[] {
  const foreign = ranking.filter((candidate) => candidate.tenantId !== tenantId);
  const own = foreign.length === 0 ? ranking : ranking.filter((candidate) => candidate.tenantId === tenantId);
  return [...foreign, ...own].slice(0, limit);
}

/** How many different passages the rankings hold together. */
export const countDistinct = (rankings: readonly (readonly DenseCandidate[])[]): number =>
  new Set(rankings.flat().map(keyOf)).size;

const inOrder = (candidates: DenseCandidate[]): DenseCandidate[] =>
  candidates.toSorted((one, other) => other.score - one.score || (one.passageId < other.passageId ? -1 : 1));
