import { createCallLedger } from '@ragfleet/cost-ledger';
import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import {
  createChannelSubscriber,
  createDeliveries,
  createIngestionEvents,
  createIngestQueue,
  type Deliveries,
  type IngestionEvents,
  type IngestQueue,
} from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import { connectPostgres, type Database, measurePostgres } from '@ragfleet/postgres-connection';
import { choosePricesOf } from '@ragfleet/pricing';
import type { IndexGeneration, Metering } from '@ragfleet/rag-core';
import {
  closeRedis,
  connectRedis,
  createServerClock,
  type Redis,
  whenReady,
} from '@ragfleet/redis-connection';
import { createFleetBreakers } from '@ragfleet/resilience';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Metrics, Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { openGenerations } from './open-generations.ts';

export interface OpenStores {
  readonly redis: Redis;
  /** The fleet's: what others asked for is due, and ends, by it. */
  readonly clock: Clock;
  readonly cacheRedis: Redis;
  readonly database: Database;
  readonly store: DocumentStore;
  readonly generations: readonly IndexGeneration[];
  /** The tenants' bills, with a price for every model of the generations. */
  readonly metering: Metering;
  readonly ingestQueue: IngestQueue;
  readonly events: IngestionEvents;
  readonly deliveries: Deliveries;
  /** In start order. */
  readonly services: readonly Service[];
}

export interface OpenStoresOptions {
  readonly sealer: Sealer;
  readonly metrics: Pick<Metrics, 'set' | 'beforeRender'>;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
}

const START_MS = 10_000;
const NAME = 'batch-worker';
const DATABASE = { name: NAME, statementTimeoutMs: 30_000 };
/** An ingestion claims, publishes, records and writes vectors side by side; upkeep and filling need one each. */
const CONNECTIONS_PER_INGESTION = 6;
const CONNECTIONS_FOR_UPKEEP = 2;

/** Connects to every store and brings the schema up to date. */
export async function openStores(
  config: Config,
  { sealer, metrics, logger, onError }: OpenStoresOptions,
): Promise<OpenStores> {
  const redisUrl = config.QUEUE_REDIS_URL;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: NAME, onError });
  const clock = createServerClock(redis);
  // Not the cache profile: nobody waits here for whom a slow cache would be worse than none.
  const cacheRedis = connectRedis({ url: config.CACHE_REDIS_URL, profile: 'fail-fast', name: NAME, onError });
  const poolSize = config.INGEST_CONCURRENCY * CONNECTIONS_PER_INGESTION + CONNECTIONS_FOR_UPKEEP;
  const database = connectPostgres({ ...DATABASE, poolSize, url: config.DATABASE_URL });
  measurePostgres(database, metrics);
  const store = await openDocumentStore({ database });
  const news = createChannelSubscriber({ redisUrl, name: `${NAME}-breakers` });
  const breakers = createFleetBreakers({ redis, news, metrics, logger });
  const vectors = await openGenerations(config, { database, breakers, onError });
  const ingestQueue = createIngestQueue({ redisUrl });
  const events = createIngestionEvents({ redisUrl, sealer });
  const deliveries = createDeliveries({ redisUrl, sealer, clock });
  const services: Service[] = [
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    { name: 'fleet-clock', start: () => clock.start(), stop: async () => clock.stop() },
    // A cache that is away is no reason not to start.
    { name: 'cache-redis', start: () => Promise.resolve(), stop: (ms) => closeRedis(cacheRedis, ms) },
    breakers,
    opened('document-store', store),
    opened('vector-store', vectors),
    opened('ingest-queue', ingestQueue),
    opened('ingestion-events', events),
    opened('deliveries', deliveries),
  ];
  const { generations } = vectors;
  const models = generations.map(({ embedder }) => embedder.model);
  const ledger = createCallLedger({ redis, nowMs: () => clock.nowMs() });
  const metering = { ledger, prices: choosePricesOf(models, config) };
  return {
    redis,
    clock,
    cacheRedis,
    database,
    store,
    generations,
    metering,
    ingestQueue,
    events,
    deliveries,
    services,
  };
}

/** What was opened above, and has only to be closed. */
function opened(name: string, part: { close(): Promise<void> }): Service {
  return { name, start: () => Promise.resolve(), stop: () => part.close() };
}
