import { createEmbeddingCache } from '@ragfleet/answer-cache';
import type { DocumentStore } from '@ragfleet/document-store';
import { chooseReranker } from '@ragfleet/models';
import {
  createEmbedQuery,
  createSearchPassages,
  type Embedder,
  type SearchPassages,
  type VectorIndex,
} from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { guardEmbedder, guardReranker, guardVectorIndex, type PortGuard } from '@ragfleet/resilience';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Tracing } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import type { IngressMetrics } from './http/request-log.ts';
import { createSearchTelemetry } from './search-telemetry.ts';

export interface SearchStores {
  readonly embedder: Embedder;
  readonly vectorIndex: VectorIndex;
  readonly store: DocumentStore;
  readonly guard: PortGuard;
  readonly cacheRedis: Redis;
  readonly sealer: Sealer;
  readonly metrics: IngressMetrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
}

/** `/v1/search`, behind the breakers of the fleet: a search does not wait for what is away. */
export function openSearch(config: Config, stores: SearchStores): SearchPassages {
  const { store, cacheRedis, sealer, metrics, logger, guard } = stores;
  const embedder = guardEmbedder(stores.embedder, guard);
  return createSearchPassages({
    embedder,
    vectorIndex: guardVectorIndex(stores.vectorIndex, embedder.model, guard),
    ...guardReranker(chooseReranker(config), guard),
    embedQuery: createEmbedQuery({ embedder, cache: createEmbeddingCache({ redis: cacheRedis, sealer }) }),
    keywordIndex: store,
    passageReader: store,
    telemetry: createSearchTelemetry(metrics, stores.tracing),
    logger,
  });
}
