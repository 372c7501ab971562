import { withinBudget } from '@ragfleet/kernel';
import type { Reranker } from '@ragfleet/rag-core';
import type { ResilienceOptions } from './resilient-embedder.ts';

const TIMEOUT_MS = 2_000;

/** The reranker behind a breaker, once: a second attempt would cost a search more than the better order is worth. */
export function resilientReranker(
  reranker: Reranker,
  { breaker }: Pick<ResilienceOptions, 'breaker'>,
): Reranker {
  return {
    name: reranker.name,
    maxPassages: reranker.maxPassages,
    rerank: (query, passages, signal) =>
      breaker.run(() =>
        withinBudget(TIMEOUT_MS, signal, (within) => reranker.rerank(query, passages, within)),
      ),
  };
}
