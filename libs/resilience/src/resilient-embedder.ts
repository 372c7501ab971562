import { withinBudget } from '@ragfleet/kernel';
import type { Embedder } from '@ragfleet/rag-core';
import type { Breaker } from './breakers/create-breaker.ts';
import { createRetry } from './retry.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';

export interface ResilienceOptions {
  readonly breaker: Breaker;
  readonly maxRetries: number;
  /** Of the provider, for all that is called there; one of its own when left out. */
  readonly budget?: RetryBudget;
}

const QUERY_TIMEOUT_MS = 2_000;
const PASSAGE_TIMEOUT_MS = 30_000;

/**
 * The embedder behind a breaker. A question is embedded once, under the caller's own budget; passages wait up to 30 s
 * and are tried again.
 */
export function resilientEmbedder(embedder: Embedder, options: ResilienceOptions): Embedder {
  const { breaker, maxRetries, budget = createRetryBudget() } = options;
  const retry = createRetry({ maxRetries, baseMs: 500, budget });
  return {
    ...embedder,
    embed: (texts, purpose, signal) => {
      const timeoutMs = purpose === 'query' ? QUERY_TIMEOUT_MS : PASSAGE_TIMEOUT_MS;
      const attempt = () =>
        breaker.run(() =>
          withinBudget(timeoutMs, signal, (within) => embedder.embed(texts, purpose, within)),
        );
      if (purpose === 'passage') return retry(signal, attempt);
      budget.countCall();
      return attempt();
    },
  };
}
