import {
  type QueryError,
  type QueryResult,
  problemTitle,
  problemType,
  queryResult,
} from '@ragfleet/contracts';
import type { Fault } from '@ragfleet/kernel';
import type { AnswerResult, Citation } from '@ragfleet/rag-core';

type CitationResource = QueryResult['citations'][number];

/** A citation in the words of the HTTP contract. */
export function toCitation(citation: Citation): CitationResource {
  const { index, documentId, passageId, title, source, namespace, quote } = citation;
  return { index, document_id: documentId, chunk_id: passageId, title, source, namespace, quote };
}

/** The pipeline's result in the words of the HTTP contract, checked against it. `total` includes the wait in the queue. */
export function toQueryResult(result: AnswerResult, queueWaitMs: number): QueryResult {
  const { usage, cache, timingsMs } = result;
  return queryResult.parse({
    answer: result.answer,
    citations: result.citations.map(toCitation),
    model: result.model,
    confidence: result.confidence,
    usage: {
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      embedding_tokens: usage.embeddingTokens,
    },
    cost_usd: result.costUsd,
    cache: {
      status: cache.status,
      tier: cache.tier,
      similarity: cache.similarity,
      age_seconds: cache.ageSeconds,
      retrieval: cache.retrieval,
    },
    degradation: result.degradation,
    warnings: result.warnings,
    timings_ms: { ...timingsMs, queue_wait: queueWaitMs, total: timingsMs.total + queueWaitMs },
  });
}

/** A fault as the query's error. Its message says the fix and never echoes input. */
export function toQueryError(fault: Fault): QueryError {
  return {
    type: problemType(fault.kind),
    title: problemTitle(fault.kind),
    detail: fault.message,
    retryable: fault.isRetryable,
  };
}
