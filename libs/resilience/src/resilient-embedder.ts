import { withinBudget } from '@ragfleet/kernel';
import type { Embedder } from '@ragfleet/rag-core';
import type { Breaker } from './breakers/create-breaker.ts';
import { createRetry, createRetryBudget } from './retry.ts';

export interface ResilienceOptions {
  readonly breaker: Breaker;
  readonly maxRetries: number;
}

const QUERY_TIMEOUT_MS = 2_000;
const PASSAGE_TIMEOUT_MS = 30_000;

/**
 * The embedder behind a breaker. A question is embedded once, under the caller's own budget; passages wait up to 30 s
 * and are tried again.
 */
export function resilientEmbedder(embedder: Embedder, { breaker, maxRetries }: ResilienceOptions): Embedder {
  const retry = createRetry({ maxRetries, baseMs: 500, budget: createRetryBudget() });
  return {
    ...embedder,
    embed: (texts, purpose, signal) => {
      const timeoutMs = purpose === 'query' ? QUERY_TIMEOUT_MS : PASSAGE_TIMEOUT_MS;
      const attempt = () =>
        breaker.run(() =>
          withinBudget(timeoutMs, signal, (within) => embedder.embed(texts, purpose, within)),
        );
      return purpose === 'query' ? attempt() : retry(signal, attempt);
    },
  };
}
