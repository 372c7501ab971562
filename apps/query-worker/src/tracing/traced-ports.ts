import type { Embedder, Reranker, VectorIndex } from '@ragfleet/rag-core';
import { NO_TRACING, type Tracing } from '@ragfleet/service-runtime';
import { asCall } from './tell-call.ts';

/** The embedder, each call of which is a span of the query that makes it. */
export function tracedEmbedder(embedder: Embedder, tracing: Tracing): Embedder {
  if (tracing === NO_TRACING) return embedder;
  const { model, vendor = 'local', dimension } = embedder;
  const start = {
    name: `embeddings ${model}`,
    kind: vendor === 'local' ? 'internal' : 'client',
    attributes: {
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.provider.name': vendor,
      'gen_ai.request.model': model,
      'gen_ai.embeddings.dimension.count': dimension,
    },
  } as const;
  return {
    ...embedder,
    embed: (texts, purpose, signal) =>
      asCall(
        tracing,
        start,
        () => embedder.embed(texts, purpose, signal),
        ({ tokens }) => ({ 'gen_ai.usage.input_tokens': tokens }),
      ),
  };
}

/** The reranker, if there is one. */
export function tracedReranker(reranker: Reranker | null, tracing: Tracing): Reranker | null {
  if (reranker === null || tracing === NO_TRACING) return reranker;
  const attributes = { 'gen_ai.request.model': reranker.name };
  const start = { name: `rerank ${reranker.name}`, kind: 'client', attributes } as const;
  return {
    ...reranker,
    rerank: (query, passages, signal) =>
      asCall(
        tracing,
        start,
        () => reranker.rerank(query, passages, signal),
        (ranked) => ({ 'ragfleet.passages': ranked.length }),
      ),
  };
}

/** The vector index, each search of which is a span of the query that makes it. */
export function tracedVectorIndex(index: VectorIndex, tracing: Tracing): VectorIndex {
  if (tracing === NO_TRACING) return index;
  const attributes = { 'db.system.name': index.name, 'db.operation.name': 'search' };
  const start = { name: `search ${index.name}`, kind: 'client', attributes } as const;
  return {
    ...index,
    searchDense: (scope, vector, limit, signal) =>
      asCall(
        tracing,
        start,
        () => index.searchDense(scope, vector, limit, signal),
        (found) => ({ 'db.response.returned_rows': found.length }),
      ),
  };
}
