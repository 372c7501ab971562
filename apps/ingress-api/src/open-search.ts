import { createEmbeddingCache } from '@ragfleet/answer-cache';
import type { DocumentStore } from '@ragfleet/document-store';
import { createChannelSubscriber } from '@ragfleet/job-queue';
import { chooseReranker } from '@ragfleet/models';
import {
  createEmbedQuery,
  createSearchPassages,
  type Embedder,
  type SearchPassages,
  type VectorIndex,
} from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import {
  createFleetBreakers,
  createRetryBudgets,
  type FleetBreakers,
  guardEmbedder,
  guardReranker,
  guardVectorIndex,
} from '@ragfleet/resilience';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Tracing } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import type { IngressMetrics } from './http/request-log.ts';
import { createSearchTelemetry } from './search-telemetry.ts';

export interface SearchStores {
  readonly embedder: Embedder;
  readonly vectorIndex: VectorIndex;
  readonly store: DocumentStore;
  /** Of the queue. */
  readonly redis: Redis;
  readonly cacheRedis: Redis;
  readonly sealer: Sealer;
  readonly metrics: IngressMetrics;
  readonly logger: Logger;
  readonly tracing: Tracing;
}

export interface OpenSearch {
  readonly searchPassages: SearchPassages;
  readonly breakers: FleetBreakers;
}

/** Somebody waits: a second attempt is made where it is quick. */
const MAX_RETRIES = 1;

/** `/v1/search`, behind the breakers of the fleet: a search does not wait for what is away. */
export function openSearch(config: Config, stores: SearchStores): OpenSearch {
  const { store, redis, cacheRedis, sealer, metrics, logger } = stores;
  const news = createChannelSubscriber({ redisUrl: config.QUEUE_REDIS_URL, name: 'ingress-api-breakers' });
  const breakers = createFleetBreakers({ redis, news, metrics, logger });
  const guard = { rules: config, breakers, budgets: createRetryBudgets(), maxRetries: MAX_RETRIES };
  const embedder = guardEmbedder(stores.embedder, guard);
  const searchPassages = createSearchPassages({
    embedder,
    vectorIndex: guardVectorIndex(stores.vectorIndex, embedder.model, guard),
    ...guardReranker(chooseReranker(config), guard),
    embedQuery: createEmbedQuery({ embedder, cache: createEmbeddingCache({ redis: cacheRedis, sealer }) }),
    keywordIndex: store,
    passageReader: store,
    telemetry: createSearchTelemetry(metrics, stores.tracing),
    logger,
  });
  return { searchPassages, breakers };
}
