import { withinBudget } from '@ragfleet/kernel';
import type { VectorIndex } from '@ragfleet/rag-core';
import { heardBy } from './heard-by.ts';
import type { ResilienceOptions } from './resilient-embedder.ts';
import { createRetry } from './retry.ts';
import { createRetryBudget } from './retry-budget.ts';

const SEARCH_TIMEOUT_MS = 2_000;
const WRITE_TIMEOUT_MS = 30_000;
/** A search that has to wait for longer goes on by keywords alone. */
const SEARCH_PATIENCE_MS = 500;
const INGESTION_PATIENCE_MS = 60_000;

/** The vector store behind a breaker, with retries. Its writes are idempotent, so they are tried again too. */
export function resilientVectorIndex(index: VectorIndex, options: ResilienceOptions): VectorIndex {
  const { maxRetries, budget = createRetryBudget() } = options;
  const retry = createRetry({ maxRetries, baseMs: 200, budget });
  const { breaker } = options;
  const call =
    (timeoutMs: number, patienceMs: number) =>
    <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> =>
      retry(signal, () => breaker.run(() => withinBudget(timeoutMs, signal, work)), patienceMs);
  const search = call(SEARCH_TIMEOUT_MS, SEARCH_PATIENCE_MS);
  const read = call(SEARCH_TIMEOUT_MS, INGESTION_PATIENCE_MS);
  // Who changes a document waits for less than a large write takes a store that is well.
  const write = (signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> =>
    retry(
      signal,
      () => heardBy({ breaker, signal }, () => withinBudget(WRITE_TIMEOUT_MS, signal, work)),
      INGESTION_PATIENCE_MS,
    );
  return {
    name: index.name,
    searchDense: (scope, vector, limit, signal) =>
      search(signal, (within) => index.searchDense(scope, vector, limit, within)),
    upsert: (vectors, signal) => write(signal, (within) => index.upsert(vectors, within)),
    existing: (tenantId, passageIds, signal) =>
      read(signal, (within) => index.existing(tenantId, passageIds, within)),
    removePassages: (tenantId, passageIds, signal) =>
      write(signal, (within) => index.removePassages(tenantId, passageIds, within)),
    removeDocument: (tenantId, documentId, signal) =>
      write(signal, (within) => index.removeDocument(tenantId, documentId, within)),
    relabelDocument: (tenantId, documentId, labels, signal) =>
      write(signal, (within) => index.relabelDocument(tenantId, documentId, labels, within)),
  };
}
