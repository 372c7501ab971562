import { createDocuments, type Documents } from './documents.ts';
import { createIngestions, type Ingestions } from './ingestions.ts';
import { type CallOptions, createQueries, type Queries } from './queries.ts';
import type { CacheStats, CostReport, NewSearch, SearchHit } from './resources/document.ts';
import type { Page } from './resources/query.ts';
import { createTransport, type TransportOptions } from './transport/transport.ts';

export type ClientOptions = TransportOptions;

export interface RagfleetClient {
  readonly queries: Queries;
  readonly documents: Documents;
  readonly ingestions: Ingestions;
  /** Retrieval alone: the passages that this key may read, best first. */
  search(search: NewSearch, options?: CallOptions): Promise<Page<SearchHit>>;
  costs(
    filter?: {
      readonly from?: string;
      readonly to?: string;
      readonly group_by?: 'day' | 'model' | 'user' | 'route';
    },
    options?: CallOptions,
  ): Promise<CostReport>;
  cacheStats(options?: CallOptions): Promise<CacheStats>;
}

/**
 * A client of one fleet for one API key. Every failure is a RagfleetError with the fleet's problem in it, or the
 * reason of the caller's own signal.
 */
export function createClient(options: ClientOptions): RagfleetClient {
  const transport = createTransport(options);
  return {
    queries: createQueries(transport),
    documents: createDocuments(transport),
    ingestions: createIngestions(transport),
    search: (body, { signal } = {}) =>
      transport.read({ method: 'POST', path: '/v1/search', body, signal, isRepeatable: true }),
    costs: (query = {}, { signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/costs', query, signal, isRepeatable: true }),
    cacheStats: ({ signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/cache/stats', signal, isRepeatable: true }),
  };
}
