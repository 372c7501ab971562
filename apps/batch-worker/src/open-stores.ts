import { type DocumentStore, openDocumentStore } from '@ragfleet/document-store';
import {
  createDeliveries,
  createIngestionEvents,
  createIngestQueue,
  type Deliveries,
  type IngestionEvents,
  type IngestQueue,
} from '@ragfleet/job-queue';
import { connectPostgres } from '@ragfleet/postgres-connection';
import type { Embedder, VectorIndex } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Service } from '@ragfleet/service-runtime';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import type { Config } from './config.ts';

export interface OpenStores {
  readonly redis: Redis;
  readonly store: DocumentStore;
  readonly vectorIndex: VectorIndex;
  readonly ingestQueue: IngestQueue;
  readonly events: IngestionEvents;
  readonly deliveries: Deliveries;
  /** In start order. */
  readonly services: readonly Service[];
}

export interface OpenStoresOptions {
  readonly embedder: Pick<Embedder, 'dimension' | 'model'>;
  readonly sealer: Sealer;
  readonly onError: (error: unknown) => void;
}

const START_MS = 10_000;
const NAME = 'batch-worker';
const DATABASE = { name: NAME, poolSize: 4, statementTimeoutMs: 30_000 };

/** Connects to every store and brings the schema up to date. */
export async function openStores(
  config: Config,
  { embedder, sealer, onError }: OpenStoresOptions,
): Promise<OpenStores> {
  const redisUrl = config.QUEUE_REDIS_URL;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: NAME, onError });
  const database = connectPostgres({ ...DATABASE, url: config.DATABASE_URL });
  const store = await openDocumentStore({ database });
  const { dimension, model } = embedder;
  const vectors = await chooseVectorIndex(config, { database, dimension, model, onError });
  const ingestQueue = createIngestQueue({ redisUrl });
  const events = createIngestionEvents({ redisUrl, sealer });
  const deliveries = createDeliveries({ redisUrl, sealer });
  const services: Service[] = [
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    opened('document-store', store),
    opened('vector-store', vectors),
    opened('ingest-queue', ingestQueue),
    opened('ingestion-events', events),
    opened('deliveries', deliveries),
  ];
  return { redis, store, vectorIndex: vectors.index, ingestQueue, events, deliveries, services };
}

/** What was opened above, and has only to be closed. */
function opened(name: string, part: { close(): Promise<void> }): Service {
  return { name, start: () => Promise.resolve(), stop: () => part.close() };
}
