/** How well one ranking, or the mean of many, finds the relevant documents: each 0 to 1. */
export interface RankMetrics {
  readonly ndcgAt10: number;
  readonly recallAt10: number;
  readonly recallAt100: number;
  readonly mrr: number;
}

/** Relevance is binary. `ranking` is best first, each document once; `relevant` is not empty. */
export function rankMetrics(ranking: readonly string[], relevant: ReadonlySet<string>): RankMetrics {
  const first = ranking.findIndex((id) => relevant.has(id));
  return {
    ndcgAt10: ndcgAt(10, ranking, relevant),
    recallAt10: recallAt(10, ranking, relevant),
    recallAt100: recallAt(100, ranking, relevant),
    mrr: first === -1 ? 0 : 1 / (first + 1),
  };
}

/** The mean of each metric; 0 of nothing. */
export function meanMetrics(all: readonly RankMetrics[]): RankMetrics {
  const meanOf = (metric: keyof RankMetrics): number =>
    all.reduce((sum, metrics) => sum + metrics[metric], 0) / (all.length || 1);
  return {
    ndcgAt10: meanOf('ndcgAt10'),
    recallAt10: meanOf('recallAt10'),
    recallAt100: meanOf('recallAt100'),
    mrr: meanOf('mrr'),
  };
}

/** Gain 1 for a relevant document, discounted by log2(rank + 1), over that of the best possible ranking. */
function ndcgAt(depth: number, ranking: readonly string[], relevant: ReadonlySet<string>): number {
  const gain = ranking
    .slice(0, depth)
    .reduce((sum, id, at) => sum + (relevant.has(id) ? discountAt(at) : 0), 0);
  let ideal = 0;
  for (let at = 0; at < Math.min(depth, relevant.size); at++) ideal += discountAt(at);
  return gain / ideal;
}

const discountAt = (at: number): number => 1 / Math.log2(at + 2);

const recallAt = (depth: number, ranking: readonly string[], relevant: ReadonlySet<string>): number =>
  ranking.slice(0, depth).filter((id) => relevant.has(id)).length / relevant.size;
