import { withinBudget } from '@ragfleet/kernel';
import type { Embedder } from '@ragfleet/rag-core';
import type { Breaker } from './breakers/create-breaker.ts';
import { createLeavableCalls } from './leavable-calls.ts';
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
 * The embedder behind a breaker. A question is embedded once, in up to 2 s, and its caller may leave sooner; passages
 * wait up to 30 s and are tried again.
 */
export function resilientEmbedder(embedder: Embedder, options: ResilienceOptions): Embedder {
  const { breaker, maxRetries, budget = createRetryBudget() } = options;
  const retry = createRetry({ maxRetries, baseMs: 500, budget });
  const callForQuestion = createLeavableCalls({ breaker, timeoutMs: QUERY_TIMEOUT_MS });
  return {
    ...embedder,
    embed: (texts, purpose, signal) => {
      const work = (within: AbortSignal) => embedder.embed(texts, purpose, within);
      if (purpose === 'passage')
        return retry(signal, () => breaker.run(() => withinBudget(PASSAGE_TIMEOUT_MS, signal, work)));
      budget.countCall();
      return callForQuestion(signal, work);
    },
  };
}
