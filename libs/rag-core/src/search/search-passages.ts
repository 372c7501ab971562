import type { Embedder } from '../ports/models.ts';
import type { Telemetry } from '../ports/operations.ts';
import type {
  KeywordIndex,
  Passage,
  PassageCandidate,
  PassageReader,
  SearchScope,
  VectorIndex,
} from '../ports/passages.ts';
import { createEmbedQuery } from './embed-query.ts';
import { fuseCandidates } from './fuse-candidates.ts';
import { recheckPassages } from './recheck-passages.ts';
import { withinBudget } from './within-budget.ts';

export type SearchMode = 'hybrid' | 'dense' | 'keyword';

export type SearchReason =
  | 'embedding-timeout'
  | 'embedding-unavailable'
  | 'vector-unavailable'
  | 'keyword-unavailable'
  | 'document-store-unavailable';

export interface SearchRequest {
  readonly scope: SearchScope;
  readonly query: string;
  readonly mode: SearchMode;
  readonly topK: number;
  /** The query's vector when the caller has it already. */
  readonly queryVector?: Float32Array;
}

export interface RankedPassage {
  readonly passage: Passage;
  /** 0 to 1, comparable inside one search alone. */
  readonly score: number;
}

export interface SearchResult {
  /** At most topK, best first; each current and readable by the scope. */
  readonly passages: readonly RankedPassage[];
  /** What went wrong and was worked around. */
  readonly reasons: readonly SearchReason[];
  /** False when nothing could be searched: an empty list then says nothing about the documents. */
  readonly isAvailable: boolean;
  readonly embeddingTokens: number;
  readonly vectorQueries: number;
}

export type SearchPassages = (request: SearchRequest, signal: AbortSignal) => Promise<SearchResult>;

export interface SearchPorts {
  readonly embedder: Embedder;
  readonly keywordIndex: KeywordIndex;
  readonly vectorIndex: VectorIndex;
  readonly passageReader: PassageReader;
  readonly telemetry: Telemetry;
  readonly budgetsMs?: { readonly embedding?: number; readonly source?: number };
}

interface Source {
  readonly candidates: readonly PassageCandidate[];
  readonly reason: SearchReason | null;
  readonly tokens: number;
  readonly vectorQueries: number;
}

const SOURCE_BUDGET_MS = 2_000;
const NOT_ASKED: Source = { candidates: [], reason: null, tokens: 0, vectorQueries: 0 };

/**
 * Hybrid retrieval: dense and keyword at the same time, each over-fetched and under its own budget, fused by the
 * embedder's weight, then checked again against the document store. A source that fails never fails the other;
 * the caller's own abort is thrown.
 */
export function createSearchPassages(ports: SearchPorts): SearchPassages {
  const embedQuery = createEmbedQuery({
    embedder: ports.embedder,
    ...(ports.budgetsMs?.embedding !== undefined && { budgetMs: ports.budgetsMs.embedding }),
  });
  const sourceBudgetMs = ports.budgetsMs?.source ?? SOURCE_BUDGET_MS;

  const searchKeyword = async (request: SearchRequest, signal: AbortSignal): Promise<Source> => {
    const { scope, query } = request;
    const search = (within: AbortSignal): Promise<PassageCandidate[]> =>
      ports.keywordIndex.searchKeyword(scope, query, candidatesFor(request), within);
    return attempt('keyword-unavailable', signal, () => withinBudget(sourceBudgetMs, signal, search));
  };

  const searchDense = async (request: SearchRequest, signal: AbortSignal): Promise<Source> => {
    const embedded = request.queryVector
      ? { vector: request.queryVector, tokens: 0, reason: null }
      : await ports.telemetry.span('embed', () => embedQuery(request.query, signal));
    const { vector, tokens } = embedded;
    if (vector === null) return { ...NOT_ASKED, reason: embedded.reason };
    const search = (within: AbortSignal): Promise<PassageCandidate[]> =>
      ports.vectorIndex.searchDense(request.scope, vector, candidatesFor(request), within);
    const found = await attempt('vector-unavailable', signal, () =>
      withinBudget(sourceBudgetMs, signal, search),
    );
    return { ...found, tokens, vectorQueries: 1 };
  };

  return async (request, signal) => {
    const [keyword, dense] = await ports.telemetry.span('search', () =>
      Promise.all([
        request.mode === 'dense' ? NOT_ASKED : searchKeyword(request, signal),
        request.mode === 'keyword' ? NOT_ASKED : searchDense(request, signal),
      ]),
    );
    const ranking = fuseCandidates({
      keyword: keyword.candidates,
      dense: dense.candidates,
      denseWeight: ports.embedder.fusionWeight,
    });
    const checked = await ports.telemetry.span('recheck', () =>
      recheckPassages(ports, { scope: request.scope, ranking, topK: request.topK }, sourceBudgetMs, signal),
    );
    const reasons = [dense.reason, keyword.reason, checked.reason].filter((reason) => reason !== null);
    return {
      passages: checked.passages,
      reasons,
      isAvailable: checked.reason === null && reasons.length < sourcesOf(request.mode),
      embeddingTokens: dense.tokens,
      vectorQueries: dense.vectorQueries,
    };
  };
}

const sourcesOf = (mode: SearchMode): number => (mode === 'hybrid' ? 2 : 1);

const MIN_CANDIDATES = 100;
const MAX_CANDIDATES = 400;

/** More than asked for: fusion needs the depth, and the re-check may refuse some. */
const candidatesFor = ({ topK }: SearchRequest): number =>
  Math.min(MAX_CANDIDATES, Math.max(MIN_CANDIDATES, topK * 4));

async function attempt(
  reason: SearchReason,
  signal: AbortSignal,
  search: () => Promise<PassageCandidate[]>,
): Promise<Source> {
  try {
    return { ...NOT_ASKED, candidates: await search() };
  } catch {
    // The reason is the report: it reaches the reply, and the breaker around the port has counted the failure.
    signal.throwIfAborted();
    return { ...NOT_ASKED, reason };
  }
}
