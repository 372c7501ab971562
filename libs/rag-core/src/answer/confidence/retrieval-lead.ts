import type { RankedPassage } from '../../search/search-contract.ts';

/**
 * By how much a search's best passage leads the second, 0 to 1; null when nothing was found. The best score itself is left
 * out: scores are comparable inside one search alone, and every reranker has a scale of its own.
 */
export function retrievalLead(passages: readonly RankedPassage[]): number | null {
  const [first, second] = passages;
  return first === undefined ? null : Math.max(0, first.score - (second?.score ?? 0));
}
