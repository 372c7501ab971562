import { withinBudget } from '@ragfleet/kernel';
import { candidateLimit, type Candidates, NO_CANDIDATES, SOURCE_BUDGET_MS } from './candidates.ts';
import type { SearchPorts, SearchRequest } from './search-contract.ts';

/** Asks the keyword index. A failure is an answer: no candidates, and its reason. */
export async function searchKeyword(
  { keywordIndex, budgetsMs }: Pick<SearchPorts, 'keywordIndex' | 'budgetsMs'>,
  { scope, query, topK }: SearchRequest,
  signal: AbortSignal,
): Promise<Candidates> {
  const limit = candidateLimit(topK);
  try {
    const found = await withinBudget(budgetsMs?.source ?? SOURCE_BUDGET_MS, signal, (within) =>
      keywordIndex.searchKeyword(scope, query, limit, within),
    );
    return { ...NO_CANDIDATES, list: found.slice(0, limit) };
  } catch {
    // The reason is the report: it reaches the reply.
    signal.throwIfAborted();
    return { ...NO_CANDIDATES, reason: 'keyword-unavailable' };
  }
}
