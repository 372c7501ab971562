import { type Candidates, NO_CANDIDATES, SOURCE_BUDGET_MS } from './candidates.ts';
import { fuseCandidates } from './fuse-candidates.ts';
import { inSpan } from './in-span.ts';
import { type CheckedPassages, recheckPassages } from './recheck-passages.ts';
import { countRefused } from './refused-passages.ts';
import { rerankPassages } from './rerank-passages.ts';
import { searchDense } from './search-dense.ts';
import { searchKeyword } from './search-keyword.ts';
import type { SearchMode, SearchPassages, SearchPorts, SearchRequest } from './search-contract.ts';

/** What changes while it is looked for is looked for again, so often. */
const MAX_LOOKS = 3;

/**
 * Hybrid retrieval: dense and keyword at the same time, each over-fetched and under its own budget, fused by the
 * embedder's weight, checked again against the document store, and put into the reranker's order. A source that
 * fails never fails the other, a reranker that fails keeps the fused order; the caller's own abort is thrown.
 */
export function createSearchPassages(ports: SearchPorts): SearchPassages {
  return async (request, signal) => {
    const first = await inSpan(ports.telemetry, 'search', () => askSources(ports, request, signal));
    // The reranker is shown only what the re-check let through, so it works inside that step.
    const { look, reranked } = await inSpan(ports.telemetry, 'recheck', async () => {
      const look = await lookUntilNothingMoves(ports, request, first, signal);
      return { look, reranked: await rerankPassages(ports, request, look.checked.passages, signal) };
    });
    const { keyword, dense, checked } = look;
    countRefused(ports.telemetry, request.scope.access.tenantId, checked.refused);
    const lost = [dense.reason, keyword.reason].filter((reason) => reason !== null);
    const reasons = [...lost, checked.reason, reranked.reason].filter((reason) => reason !== null);
    return {
      passages: reranked.passages.slice(0, request.topK),
      reasons,
      isAvailable: checked.reason === null && lost.length < sourcesOf(request.mode),
      rerankedBy: reranked.by,
      embeddingTokens: look.embeddingTokens,
      vectorQueries: look.vectorQueries,
    };
  };
}

interface Asked {
  readonly keyword: Candidates;
  readonly dense: Candidates;
}

interface Look extends Asked {
  readonly checked: CheckedPassages;
  /** Of all looks together. */
  readonly embeddingTokens: number;
  readonly vectorQueries: number;
}

/**
 * The candidates and the re-check are two reads. Between them a document may get a new version, and then the one read
 * has its old passages, the other its new ones: a document that was there all the time would be missing.
 */
async function lookUntilNothingMoves(
  ports: SearchPorts,
  request: SearchRequest,
  first: Asked,
  signal: AbortSignal,
): Promise<Look> {
  const known = new Set<string>();
  let asked = first;
  let { embeddingTokens, vectorQueries } = first.dense;
  for (let looks = 1; ; looks += 1) {
    const checked = await recheck(ports, request, asked, signal);
    const hasMoved = checked.refused.gone.some((passageId) => !known.has(passageId));
    if (!hasMoved || looks === MAX_LOOKS) return { ...asked, checked, embeddingTokens, vectorQueries };
    // What is gone at the second look too did not move: an index lags.
    for (const passageId of checked.refused.gone) known.add(passageId);
    const { queryVector } = asked.dense;
    asked = await askSources(ports, { ...request, ...(queryVector && { queryVector }) }, signal);
    embeddingTokens += asked.dense.embeddingTokens;
    vectorQueries += asked.dense.vectorQueries;
  }
}

function recheck(
  ports: SearchPorts,
  { scope, topK }: SearchRequest,
  { keyword, dense }: Asked,
  signal: AbortSignal,
): Promise<CheckedPassages> {
  const ranking = fuseCandidates({
    keyword: keyword.list,
    dense: dense.list,
    denseWeight: ports.embedder.fusionWeight,
  });
  const wanted = Math.max(topK, ports.reranker?.maxPassages ?? 0);
  const budgetMs = ports.budgetsMs?.source ?? SOURCE_BUDGET_MS;
  return recheckPassages(ports.passageReader, { scope, ranking, wanted, budgetMs, signal });
}

const sourcesOf = (mode: SearchMode): number => (mode === 'hybrid' ? 2 : 1);

async function askSources(ports: SearchPorts, request: SearchRequest, signal: AbortSignal): Promise<Asked> {
  const [keyword, dense] = await Promise.all([
    request.mode === 'dense' ? NO_CANDIDATES : searchKeyword(ports, request, signal),
    request.mode === 'keyword' ? NO_CANDIDATES : searchDense(ports, request, signal),
  ]);
  return { keyword, dense };
}
