import type { DatasetQuery } from './dataset/contract.ts';
import { median } from './metrics/median.ts';
import { meanMetrics, type RankMetrics, rankMetrics } from './metrics/rank-metrics.ts';

/** How one way of searching did over all queries, and every ranking of it by the query's id. */
export interface MeasuredRanking {
  readonly metrics: RankMetrics;
  readonly p50Ms: number;
  readonly rankings: ReadonlyMap<string, readonly string[]>;
}

type Rank = (query: string) => Promise<readonly string[]> | readonly string[];

const DOCUMENTS_PER_RANKING = 100;

/**
 * Asks every query, one after another. Queries that nothing answers are asked and not scored. `onAsked` is told how many
 * have been asked.
 */
export async function measureRanking(
  queries: readonly DatasetQuery[],
  rank: Rank,
  onAsked: (asked: number) => void,
): Promise<MeasuredRanking> {
  const rankings = new Map<string, readonly string[]>();
  const scores: RankMetrics[] = [];
  const durationsMs: number[] = [];
  for (const { id, text, relevant } of queries) {
    const startedMs = performance.now();
    const ranking = (await rank(text)).slice(0, DOCUMENTS_PER_RANKING);
    durationsMs.push(performance.now() - startedMs);
    rankings.set(String(id), ranking);
    if (relevant.size > 0) scores.push(rankMetrics(ranking, relevant));
    onAsked(durationsMs.length);
  }
  return { metrics: meanMetrics(scores), p50Ms: median(durationsMs), rankings };
}
