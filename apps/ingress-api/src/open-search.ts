import { createEmbeddingCache } from '@ragfleet/answer-cache';
import type { DocumentStore } from '@ragfleet/document-store';
import { createChannelSubscriber } from '@ragfleet/job-queue';
import { chooseReranker } from '@ragfleet/models';
import {
  createEmbedQuery,
  createSearchPassages,
  type Embedder,
  type SearchPassages,
  type SearchPorts,
  type VectorIndex,
} from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import {
  breakerOptions,
  type Breakers,
  createFleetBreakers,
  createRetryBudgets,
  type FleetBreakers,
  resilientEmbedder,
  resilientReranker,
  resilientVectorIndex,
} from '@ragfleet/resilience';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger } from '@ragfleet/service-runtime';
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
  const guarded = guardPorts(config, stores, breakers);
  const { embedder } = guarded;
  const searchPassages = createSearchPassages({
    ...guarded,
    embedQuery: createEmbedQuery({ embedder, cache: createEmbeddingCache({ redis: cacheRedis, sealer }) }),
    keywordIndex: store,
    passageReader: store,
    telemetry: createSearchTelemetry(metrics),
    logger,
  });
  return { searchPassages, breakers };
}

/** The reranker is a port that may be missing. */
function guardPorts(
  config: Config,
  { embedder, vectorIndex }: SearchStores,
  breakers: Breakers,
): Pick<SearchPorts, 'embedder' | 'vectorIndex' | 'reranker'> {
  const { model } = embedder;
  const embedding = breakers.create(breakerOptions('embedding', [model], config));
  const vectors = breakers.create(breakerOptions('vectors', [vectorIndex.name, model], config));
  const budgets = createRetryBudgets();
  const guarded = {
    embedder: resilientEmbedder(embedder, {
      breaker: embedding,
      maxRetries: MAX_RETRIES,
      budget: budgets.of(embedder.vendor ?? model),
    }),
    vectorIndex: resilientVectorIndex(vectorIndex, {
      breaker: vectors,
      maxRetries: MAX_RETRIES,
      budget: budgets.of(vectorIndex.name),
    }),
  };
  const reranker = chooseReranker(config);
  if (reranker === null) return guarded;
  const breaker = breakers.create(breakerOptions('reranker', [reranker.name], config));
  return { ...guarded, reranker: resilientReranker(reranker, { breaker }) };
}
