import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import { createChannelSubscriber } from '@ragfleet/job-queue';
import { connectPostgres, type Database, measurePostgres } from '@ragfleet/postgres-connection';
import { cacheCommandMs, type Embedder, type VectorIndex } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { createFleetBreakers, type FleetBreakers } from '@ragfleet/resilience';
import type { Logger, Metrics, Service } from '@ragfleet/service-runtime';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import type { Config } from './config.ts';
import type { WorkerMetrics } from './telemetry.ts';

export interface OpenStores {
  readonly redis: Redis;
  readonly cacheRedis: Redis;
  readonly database: Database;
  readonly store: DocumentStore;
  readonly vectors: VectorIndex;
  /** Kept on the queue Redis. */
  readonly breakers: FleetBreakers;
  /** In start order. */
  readonly services: readonly Service[];
}

const START_MS = 10_000;
const NAME = 'query-worker';
const DATABASE = { name: NAME, poolSize: 8, statementTimeoutMs: 5_000 };

/** Connects to every store and brings the schema up to date. */
export async function openStores(
  config: Config,
  embedder: Pick<Embedder, 'dimension' | 'model'>,
  {
    logger,
    metrics,
  }: { readonly logger: Logger; readonly metrics: WorkerMetrics & Pick<Metrics, 'beforeRender'> },
): Promise<OpenStores> {
  const lost = (store: string) => (error: Error) =>
    logger.warn({ store, reason: error.message }, 'connection lost');
  const { QUEUE_REDIS_URL: queueUrl, CACHE_REDIS_URL: cacheUrl, DATABASE_URL: databaseUrl } = config;
  const redis = connectRedis({
    url: queueUrl,
    profile: 'fail-fast',
    name: NAME,
    onError: lost('queue redis'),
  });
  const cacheRedis = connectRedis({
    url: cacheUrl,
    profile: 'cache',
    name: NAME,
    commandTimeoutMs: cacheCommandMs(config.CACHE_BUDGET_MS),
    onError: lost('cache redis'),
  });
  const database = connectPostgres({ ...DATABASE, url: databaseUrl });
  measurePostgres(database, metrics);
  const store = await openDocumentStore({ database });
  const { dimension, model } = embedder;
  const onError = (error: unknown): void => logger.warn({ error }, 'vector store upkeep failed');
  const opened = await chooseVectorIndex(config, {
    database,
    dimension,
    model,
    onError,
    onSource: ({ source, outcome, latencyMs }) =>
      metrics.observe('vectorSourceSeconds', { source, outcome }, latencyMs / 1_000),
  });
  const news = createChannelSubscriber({ redisUrl: queueUrl, name: `${NAME}-breakers` });
  const breakers = createFleetBreakers({ redis, news, metrics, logger });
  const services: Service[] = [
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    breakers,
    // A cache that is away is no reason not to start.
    { name: 'cache-redis', start: () => Promise.resolve(), stop: (ms) => closeRedis(cacheRedis, ms) },
    { name: 'document-store', start: () => Promise.resolve(), stop: () => store.close() },
    { name: 'vector-store', start: () => Promise.resolve(), stop: () => opened.close() },
  ];
  return { redis, cacheRedis, database, store, vectors: opened.index, breakers, services };
}
