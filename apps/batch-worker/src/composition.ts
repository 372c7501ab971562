import { METRICS } from '@ragfleet/contracts';
import { openDocumentStore } from '@ragfleet/document-store';
import {
  createChangeSequence,
  createDeliveries,
  createIngestionEvents,
  createIngestWorker,
} from '@ragfleet/job-queue';
import { chooseEmbedder } from '@ragfleet/models';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { createIngestDocuments } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { createMetrics, createOperationsServer, type Logger, type Service } from '@ragfleet/service-runtime';
import { chooseVectorIndex } from '@ragfleet/vector-stores';
import type { Config } from './config.ts';
import { createGiveUp, createIngestHandler } from './ingest.ts';
import { createReportIngestion } from './report-ingestion.ts';

const START_MS = 10_000;
const POOL_SIZE = 4;
const STATEMENT_TIMEOUT_MS = 30_000;

/** Everything of this process, in start order. */
export async function compose(config: Config, logger: Logger): Promise<readonly Service[]> {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY);
  const metrics = createMetrics(METRICS);
  const onError = (error: unknown): void => logger.error({ error }, 'background work failed');
  const queue = { redisUrl: config.QUEUE_REDIS_URL, sealer, onError };
  const redis = connectRedis({ url: queue.redisUrl, profile: 'fail-fast', name: 'batch-worker', onError });
  const database = connectPostgres({
    url: config.DATABASE_URL,
    poolSize: POOL_SIZE,
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
    name: 'batch-worker',
  });
  const catalogue = await openDocumentStore({ database });
  const embedder = chooseEmbedder(config);
  const vectorIndex = await chooseVectorIndex(config, {
    database,
    dimension: embedder.dimension,
    model: embedder.model,
  });
  const events = createIngestionEvents(queue);
  const deliveries = createDeliveries(queue);
  const publicUrl = config.PUBLIC_URL ?? null;
  const report = createReportIngestion({ store: catalogue, events, deliveries, publicUrl });

  const ingest = createIngestDocuments({
    catalogue,
    embedder,
    vectorIndex,
    changes: createChangeSequence({ redis }),
    logger,
    onProgress: async ({ tenantId, ingestionId }, outcomes) => {
      for (const { status } of outcomes)
        metrics.count('documentsIngested', { tenant: tenantId, outcome: status });
      await report.progress(tenantId, ingestionId);
    },
  });
  const worker = createIngestWorker({
    ...queue,
    handler: createIngestHandler({ ingest, report }),
    onGivenUp: createGiveUp({ catalogue, report }),
    concurrency: config.INGEST_CONCURRENCY,
  });

  const { HOST: host, OPERATIONS_PORT: port } = config;
  const isReady = (): boolean => redis.status === 'ready';
  return [
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    { name: 'document-store', start: () => Promise.resolve(), stop: () => catalogue.close() },
    { name: 'ingestion-events', start: () => Promise.resolve(), stop: () => events.close() },
    { name: 'deliveries', start: () => Promise.resolve(), stop: () => deliveries.close() },
    { name: 'ingest-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
    createOperationsServer({ host, port, isLive: () => true, isReady, metrics }),
  ];
}
