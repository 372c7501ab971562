import { isFault } from '@ragfleet/kernel';
import type { Embedder } from '../ports/models.ts';
import { withinBudget } from './within-budget.ts';

/** A question's vector, or the reason why there is none: then keyword search answers alone. */
export type EmbeddedQuery =
  | { readonly vector: Float32Array; readonly tokens: number; readonly reason: null }
  | {
      readonly vector: null;
      readonly tokens: 0;
      readonly reason: 'embedding-timeout' | 'embedding-unavailable';
    };

export type EmbedQuery = (text: string, signal: AbortSignal) => Promise<EmbeddedQuery>;

const QUERY_EMBEDDING_BUDGET_MS = 200;

/**
 * Embeds one question within 200 ms and without a retry. A failure is an answer (`vector: null` and its reason),
 * except that the caller's own abort is thrown.
 */
export function createEmbedQuery(ports: {
  readonly embedder: Embedder;
  readonly budgetMs?: number;
}): EmbedQuery {
  const { embedder, budgetMs = QUERY_EMBEDDING_BUDGET_MS } = ports;
  return async (text, signal) => {
    try {
      const { vectors, tokens } = await withinBudget(budgetMs, signal, (within) =>
        embedder.embed([text], 'query', within),
      );
      const vector = vectors[0];
      return vector ? { vector, tokens, reason: null } : missing('embedding-unavailable');
    } catch (error) {
      signal.throwIfAborted();
      return missing(isFault(error, 'timeout') ? 'embedding-timeout' : 'embedding-unavailable');
    }
  };
}

const missing = (reason: 'embedding-timeout' | 'embedding-unavailable'): EmbeddedQuery => ({
  vector: null,
  tokens: 0,
  reason,
});
