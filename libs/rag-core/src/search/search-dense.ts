import { withinBudget } from '@ragfleet/kernel';
import type { DenseCandidate } from '../ports/passages.ts';
import { candidateLimit, type Candidates, NO_CANDIDATES, SOURCE_BUDGET_MS } from './candidates.ts';
import { type EmbeddedQuery, embedQueryOf } from './embed-query.ts';
import { inSpan } from './in-span.ts';
import type { SearchPorts, SearchRequest } from './search-contract.ts';
import { visibleQuery } from './visible-query.ts';

/** Asks the vector index. A failure is an answer, and so is an index that cannot be trusted: no candidates, and the reason. */
export async function searchDense(
  ports: SearchPorts,
  request: SearchRequest,
  signal: AbortSignal,
): Promise<Candidates> {
  const { vector, tokens, reason } = await vectorOf(ports, request, signal);
  if (vector === null) return { ...NO_CANDIDATES, reason };
  const asked = { ...NO_CANDIDATES, embeddingTokens: tokens, vectorQueries: 1, queryVector: vector };
  const limit = candidateLimit(request.topK);
  try {
    const found = await withinBudget(ports.budgetsMs?.source ?? SOURCE_BUDGET_MS, signal, (within) =>
      ports.vectorIndex.searchDense(request.scope, vector, limit, within),
    );
    if (!isTrusted(ports, request, found)) return { ...asked, reason: 'vector-untrusted' };
    return { ...asked, list: found.slice(0, limit) };
  } catch {
    // The reason is the report: it reaches the reply, and the breaker around the port has counted the failure.
    signal.throwIfAborted();
    return { ...asked, reason: 'vector-unavailable' };
  }
}

async function vectorOf(
  ports: SearchPorts,
  request: SearchRequest,
  signal: AbortSignal,
): Promise<EmbeddedQuery> {
  if (request.queryVector) return { vector: request.queryVector, tokens: 0, reason: null };
  const { tenantId } = request.scope.access;
  const text = visibleQuery(ports.embedder.model, request);
  return inSpan(ports.telemetry, 'embed', () => embedQueryOf(ports)({ tenantId, text }, signal));
}

/**
 * The tenant filter is inside the query. A candidate whose own record names another tenant means that it does not
 * work, and then nothing of the answer is to be believed: neither what it holds nor what it lacks.
 */
function isTrusted(
  { telemetry, logger, vectorIndex }: SearchPorts,
  { scope }: SearchRequest,
  found: readonly DenseCandidate[],
): boolean {
  const { tenantId } = scope.access;
  const foreign = found.filter((candidate) => candidate.tenantId !== tenantId).length;
  if (foreign === 0) return true;
  telemetry.foreignPassages(tenantId, foreign, 'other-tenant');
  logger.error(
    { tenant: tenantId, index: vectorIndex.name, foreign, found: found.length },
    'vector index returned passages of another tenant',
  );
  return false;
}
