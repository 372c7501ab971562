import type { Embedder, Reranker, VectorIndex } from '@ragfleet/rag-core';
import { breakerOptions, type BreakerVariables } from './breakers/breaker-rules.ts';
import type { Breakers } from './breakers/fleet-breakers.ts';
import { resilientEmbedder } from './resilient-embedder.ts';
import { resilientReranker } from './resilient-reranker.ts';
import { resilientVectorIndex } from './resilient-vector-index.ts';
import type { RetryBudgets } from './retry-budget.ts';

/** What guards the ports of a process: the fleet's breakers, by this deployment's rules. */
export interface PortGuard {
  readonly rules: BreakerVariables;
  readonly breakers: Breakers;
  readonly budgets: RetryBudgets;
  readonly maxRetries: number;
}

/** The one layer that retries an embedding model. */
export const guardEmbedder = (
  embedder: Embedder,
  { rules, breakers, budgets, maxRetries }: PortGuard,
): Embedder =>
  resilientEmbedder(embedder, {
    breaker: breakers.create(breakerOptions('embedding', [embedder.model], rules)),
    maxRetries,
    budget: budgets.of(embedder.vendor ?? embedder.model),
  });

/** The one layer that retries a vector store. `model`: of the vectors in it. */
export const guardVectorIndex = (
  index: VectorIndex,
  model: string,
  { rules, breakers, budgets, maxRetries }: PortGuard,
): VectorIndex =>
  resilientVectorIndex(index, {
    breaker: breakers.create(breakerOptions('vectors', [index.name, model], rules)),
    maxRetries,
    budget: budgets.of(index.name),
  });

/** The reranker as a port that may be missing. It is never retried. */
export function guardReranker(
  reranker: Reranker | null,
  { rules, breakers }: Pick<PortGuard, 'rules' | 'breakers'>,
): { readonly reranker?: Reranker } {
  if (reranker === null) return {};
  const breaker = breakers.create(breakerOptions('reranker', [reranker.name], rules));
  return { reranker: resilientReranker(reranker, { breaker }) };
}
