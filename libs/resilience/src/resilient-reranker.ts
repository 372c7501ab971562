import type { Reranker } from '@ragfleet/rag-core';
import { createLeavableCalls } from './leavable-calls.ts';
import type { ResilienceOptions } from './resilient-embedder.ts';

const TIMEOUT_MS = 2_000;

/**
 * The reranker behind a breaker, once: a second attempt would cost a search more than the better order is worth. A
 * search may leave before the 2 s of a call are over.
 */
export function resilientReranker(
  reranker: Reranker,
  { breaker }: Pick<ResilienceOptions, 'breaker'>,
): Reranker {
  const call = createLeavableCalls({ breaker, timeoutMs: TIMEOUT_MS });
  return {
    name: reranker.name,
    maxPassages: reranker.maxPassages,
    rerank: (query, passages, signal) => call(signal, (within) => reranker.rerank(query, passages, within)),
  };
}
