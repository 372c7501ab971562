import { type ApiKeys, createApiKeys, createRevocations, type Revocations } from './api-keys.ts';
import { type Audit, createAudit } from './audit.ts';
import { createDocuments, type Documents } from './documents.ts';
import { createErasures, type Erasures } from './erasures.ts';
import { createIngestions, type Ingestions } from './ingestions.ts';
import { type Cache, createCache } from './cache.ts';
import { type CallOptions, createQueries, type Queries } from './queries.ts';
import { createMoney, type Money } from './money.ts';
import { createOperation, type Operation } from './operation.ts';
import type { AnswerSettings, AnswerSettingsChange } from './resources/answer-settings.ts';
import type { NewSearch, SearchHit } from './resources/document.ts';
import type { Me } from './resources/me.ts';
import type { Page } from './resources/query.ts';
import { createTenants, type Tenants } from './tenants.ts';
import { createTransport, type TransportOptions } from './transport/transport.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export type ClientOptions = TransportOptions;

export interface RagfleetClient extends Money, Operation {
  readonly queries: Queries;
  readonly documents: Documents;
  readonly ingestions: Ingestions;
  readonly cache: Cache;
  readonly webhooks: Webhooks;
  readonly tenants: Tenants;
  readonly apiKeys: ApiKeys;
  readonly revocations: Revocations;
  readonly audit: Audit;
  readonly erasures: Erasures;
  /** Retrieval alone: the passages that this key may read, best first. */
  search(search: NewSearch, options?: CallOptions): Promise<Page<SearchHit>>;
  /** Who this key is and what it may do. */
  me(options?: CallOptions): Promise<Me>;
  answerSettings(options?: CallOptions): Promise<AnswerSettings>;
  /** In force for the next query when it resolves. */
  setAnswerSettings(settings: AnswerSettingsChange, options?: CallOptions): Promise<AnswerSettings>;
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
    cache: createCache(transport),
    webhooks: createWebhooks(transport),
    tenants: createTenants(transport),
    apiKeys: createApiKeys(transport),
    revocations: createRevocations(transport),
    audit: createAudit(transport),
    erasures: createErasures(transport),
    ...createMoney(transport),
    ...createOperation(transport),
    search: (body, { signal } = {}) =>
      transport.read({ method: 'POST', path: '/v1/search', body, signal, isRepeatable: true }),
    me: ({ signal } = {}) => transport.read({ method: 'GET', path: '/v1/me', signal, isRepeatable: true }),
    answerSettings: ({ signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/answer-settings', signal, isRepeatable: true }),
    setAnswerSettings: (body, { signal } = {}) =>
      transport.read({ method: 'PUT', path: '/v1/answer-settings', body, signal, isRepeatable: true }),
  };
}
