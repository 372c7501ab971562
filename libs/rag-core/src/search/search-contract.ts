import type { Embedder, Reranker } from '../ports/models.ts';
import type { Logger, SearchTelemetry } from '../ports/operations.ts';
import type { KeywordIndex, Passage, PassageReader, SearchScope, VectorIndex } from '../ports/passages.ts';
import type { EmbedQuery } from './embed-query.ts';

export type SearchMode = 'hybrid' | 'dense' | 'keyword';

export type SearchReason =
  | 'embedding-timeout'
  | 'embedding-unavailable'
  | 'vector-unavailable'
  | 'vector-untrusted'
  | 'keyword-unavailable'
  | 'document-store-unavailable'
  | 'rerank-unavailable';

export interface SearchRequest {
  readonly scope: SearchScope;
  readonly query: string;
  /** The query as models outside the process may see it. Left out, personal data is masked here. */
  readonly maskedQuery?: string;
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
  /** At most topK, best first; each current and readable by the scope, no two with the same words. */
  readonly passages: readonly RankedPassage[];
  /** What went wrong and was worked around. */
  readonly reasons: readonly SearchReason[];
  /** False when nothing could be searched: an empty list then says nothing about the documents. */
  readonly isAvailable: boolean;
  /** The reranker whose order this is; null for the fused order. */
  readonly rerankedBy: string | null;
  readonly embeddingTokens: number;
  readonly vectorQueries: number;
}

export type SearchPassages = (request: SearchRequest, signal: AbortSignal) => Promise<SearchResult>;

export interface SearchPorts {
  readonly embedder: Embedder;
  /** Made once for a process by `createEmbedQuery`, so that equal questions are embedded once. */
  readonly embedQuery?: EmbedQuery;
  readonly keywordIndex: KeywordIndex;
  readonly vectorIndex: VectorIndex;
  readonly passageReader: PassageReader;
  /** Orders the best passages again; without one the fused order stands. */
  readonly reranker?: Reranker;
  readonly telemetry: SearchTelemetry;
  readonly logger: Logger;
  readonly budgetsMs?: { readonly embedding?: number; readonly source?: number; readonly rerank?: number };
}
