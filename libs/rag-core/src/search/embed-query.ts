import { isFault, untilAborted, withinBudget } from '@ragfleet/kernel';
import { isLocalModel } from '@ragfleet/pricing';
import type { Embedder, EmbeddingCache, EmbeddingKey } from '../ports/models.ts';

/** A question's vector, or the reason why there is none: then keyword search answers alone. */
export type EmbeddedQuery =
  | { readonly vector: Float32Array; readonly tokens: number; readonly reason: null }
  | {
      readonly vector: null;
      readonly tokens: 0;
      readonly reason: 'embedding-timeout' | 'embedding-unavailable';
    };

export type EmbedQuery = (
  question: { readonly tenantId: string; readonly text: string },
  signal: AbortSignal,
) => Promise<EmbeddedQuery>;

export interface EmbedQueryPorts {
  readonly embedder: Embedder;
  /** Not asked for a local model, which is faster than any cache. */
  readonly cache?: EmbeddingCache;
  readonly budgetMs?: number;
}

const QUERY_EMBEDDING_BUDGET_MS = 200;

/**
 * Embeds a question within 200 ms and without a retry: from the cache, by the same question's embedding that is under
 * way, or by the model. Tokens are those that this call cost; who shares or finds a vector pays nothing. A failure is
 * an answer (`vector: null` and its reason), except that the caller's own abort is thrown. Make one for a process.
 */
export function createEmbedQuery(ports: EmbedQueryPorts): EmbedQuery {
  const { embedder, budgetMs = QUERY_EMBEDDING_BUDGET_MS } = ports;
  const { model, dimension } = embedder;
  const cache = isLocalModel(model) ? undefined : ports.cache;
  // Bounded by the questions of the last 200 ms.
  const underWay = new Map<string, Promise<EmbeddedQuery>>();

  const embed = async (key: EmbeddingKey, name: string): Promise<EmbeddedQuery> => {
    // Its own budget and nobody's signal: one caller who leaves does not take the vector from the others.
    try {
      return await withinBudget(budgetMs, NEVER, async (within) => {
        const known = await cache?.lookup(key, within);
        if (known) return { vector: known, tokens: 0, reason: null };
        const { vectors, tokens } = await embedder.embed([key.text], 'query', within);
        const vector = vectors[0];
        if (vector === undefined) return missing('embedding-unavailable');
        void cache?.store(key, vector);
        return { vector, tokens, reason: null };
      });
    } catch (error) {
      return missing(isFault(error, 'timeout') ? 'embedding-timeout' : 'embedding-unavailable');
    } finally {
      underWay.delete(name);
    }
  };

  return async ({ tenantId, text }, signal) => {
    signal.throwIfAborted();
    const key = { tenantId, model, dimension, text };
    const name = JSON.stringify([tenantId, text]);
    const shared = underWay.get(name);
    if (shared !== undefined) return forFree(await untilAborted(shared, signal));
    const started = embed(key, name);
    underWay.set(name, started);
    return untilAborted(started, signal);
  };
}

/** The process's own way to embed, or one for this search alone when it has none. */
export const embedQueryOf = (ports: {
  readonly embedder: Embedder;
  readonly embedQuery?: EmbedQuery;
  readonly budgetsMs?: { readonly embedding?: number };
}): EmbedQuery => {
  const budgetMs = ports.budgetsMs?.embedding;
  return (
    ports.embedQuery ??
    createEmbedQuery({ embedder: ports.embedder, ...(budgetMs !== undefined && { budgetMs }) })
  );
};

const NEVER = new AbortController().signal;

const missing = (reason: 'embedding-timeout' | 'embedding-unavailable'): EmbeddedQuery => ({
  vector: null,
  tokens: 0,
  reason,
});

const forFree = (embedded: EmbeddedQuery): EmbeddedQuery => ({ ...embedded, tokens: 0 });
