import { withinBudget } from '@ragfleet/kernel';
import type { VectorIndex } from '@ragfleet/rag-core';
import type { ResilienceOptions } from './resilient-embedder.ts';
import { createRetry, createRetryBudget } from './retry.ts';

const SEARCH_TIMEOUT_MS = 2_000;
const WRITE_TIMEOUT_MS = 30_000;

/** The vector store behind a breaker, with retries. Its writes are idempotent, so they are tried again too. */
export function resilientVectorIndex(index: VectorIndex, options: ResilienceOptions): VectorIndex {
  const retry = createRetry({ maxRetries: options.maxRetries, baseMs: 200, budget: createRetryBudget() });
  const call = <T>(
    timeoutMs: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => retry(signal, () => options.breaker.run(() => withinBudget(timeoutMs, signal, work)));
  return {
    name: index.name,
    searchDense: (scope, vector, limit, signal) =>
      call(SEARCH_TIMEOUT_MS, signal, (within) => index.searchDense(scope, vector, limit, within)),
    upsert: (vectors, signal) => call(WRITE_TIMEOUT_MS, signal, (within) => index.upsert(vectors, within)),
    existing: (tenantId, passageIds, signal) =>
      call(SEARCH_TIMEOUT_MS, signal, (within) => index.existing(tenantId, passageIds, within)),
    removePassages: (tenantId, passageIds, signal) =>
      call(WRITE_TIMEOUT_MS, signal, (within) => index.removePassages(tenantId, passageIds, within)),
    removeDocument: (tenantId, documentId, signal) =>
      call(WRITE_TIMEOUT_MS, signal, (within) => index.removeDocument(tenantId, documentId, within)),
    relabelDocument: (tenantId, documentId, labels, signal) =>
      call(WRITE_TIMEOUT_MS, signal, (within) => index.relabelDocument(tenantId, documentId, labels, within)),
  };
}
