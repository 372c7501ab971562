import { chooseReranker, type RerankerChoice } from '@ragfleet/models';
import type { SearchPorts } from '@ragfleet/rag-core';
import { createBreaker, resilientReranker } from '@ragfleet/resilience';

const FAILURES = 5;

/** The reranker of `/v1/search` as a port that may be missing, behind a breaker: a search does not wait for one that is away. */
export function openReranker(choice: RerankerChoice): Pick<SearchPorts, 'reranker'> {
  const reranker = chooseReranker(choice);
  if (reranker === null) return {};
  const breaker = createBreaker({ name: `reranker ${reranker.name}`, consecutiveFailures: FAILURES });
  return { reranker: resilientReranker(reranker, { breaker }) };
}
