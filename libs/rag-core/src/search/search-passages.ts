import { type Candidates, NO_CANDIDATES, SOURCE_BUDGET_MS } from './candidates.ts';
import { fuseCandidates } from './fuse-candidates.ts';
import { recheckPassages } from './recheck-passages.ts';
import { rerankPassages } from './rerank-passages.ts';
import { searchDense } from './search-dense.ts';
import { searchKeyword } from './search-keyword.ts';
import type { SearchMode, SearchPassages, SearchPorts, SearchRequest } from './search-contract.ts';

/**
 * Hybrid retrieval: dense and keyword at the same time, each over-fetched and under its own budget, fused by the
 * embedder's weight, checked again against the document store, and put into the reranker's order. A source that
 * fails never fails the other, a reranker that fails keeps the fused order; the caller's own abort is thrown.
 */
export function createSearchPassages(ports: SearchPorts): SearchPassages {
  return async (request, signal) => {
    const [keyword, dense] = await ports.telemetry.span('search', () => askSources(ports, request, signal));
    const ranking = fuseCandidates({
      keyword: keyword.list,
      dense: dense.list,
      denseWeight: ports.embedder.fusionWeight,
    });
    // The reranker is shown only what the re-check let through, so it works inside that step.
    const { checked, reranked } = await ports.telemetry.span('recheck', async () => {
      const checked = await recheckPassages(ports, {
        scope: request.scope,
        ranking,
        wanted: Math.max(request.topK, ports.reranker?.maxPassages ?? 0),
        budgetMs: ports.budgetsMs?.source ?? SOURCE_BUDGET_MS,
        signal,
      });
      return { checked, reranked: await rerankPassages(ports, request, checked.passages, signal) };
    });
    const lost = [dense.reason, keyword.reason].filter((reason) => reason !== null);
    const reasons = [...lost, checked.reason, reranked.reason].filter((reason) => reason !== null);
    return {
      passages: reranked.passages.slice(0, request.topK),
      reasons,
      isAvailable: checked.reason === null && lost.length < sourcesOf(request.mode),
      rerankedBy: reranked.by,
      embeddingTokens: dense.embeddingTokens,
      vectorQueries: dense.vectorQueries,
    };
  };
}

const sourcesOf = (mode: SearchMode): number => (mode === 'hybrid' ? 2 : 1);

const askSources = (
  ports: SearchPorts,
  request: SearchRequest,
  signal: AbortSignal,
): Promise<[Candidates, Candidates]> =>
  Promise.all([
    request.mode === 'dense' ? NO_CANDIDATES : searchKeyword(ports, request, signal),
    request.mode === 'keyword' ? NO_CANDIDATES : searchDense(ports, request, signal),
  ]);
