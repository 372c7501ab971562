import { METRICS } from '@ragfleet/contracts';
import { createFileExtractor } from '@ragfleet/document-files';
import type { ConfiguredSource } from '@ragfleet/document-sources';
import { createChangeSequence, createIngestWorker } from '@ragfleet/job-queue';
import { chooseBatchEmbedder } from '@ragfleet/models';
import { createIngestDocuments } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { createMetrics, createOperationsServer, type Logger, type Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { expandUploads } from './expand-uploads.ts';
import { createGiveUp, createIngestJobs } from './ingest.ts';
import { openEviction } from './open-eviction.ts';
import { openStores } from './open-stores.ts';
import { createRecoverIngestions, createRecoverySweeps } from './recover-ingestions.ts';
import { createUploadSweeps } from './remove-abandoned-uploads.ts';
import { createReportIngestion } from './report-ingestion.ts';
import { createSyncServices } from './sync-services.ts';
import { createUpkeepServices } from './upkeep-services.ts';
import { createWarmServices } from './warming/warm-services.ts';

/** Everything of this process, in start order. */
export async function compose(
  config: Config,
  logger: Logger,
  sources: readonly ConfiguredSource[] | null = null,
): Promise<readonly Service[]> {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY);
  const metrics = createMetrics(METRICS);
  const onError = (error: unknown): void => logger.error({ error }, 'background work failed');
  const stores = await openStores(config, { sealer, metrics, logger, onError });
  const { redis, store, generations, metering, ingestQueue, events, deliveries } = stores;
  const publicUrl = config.PUBLIC_URL ?? null;
  const report = createReportIngestion({ store, events, deliveries, publicUrl });
  const eviction = await openEviction(config, { ...stores, sealer, metrics, logger });
  const changes = createChangeSequence({ redis });
  const extractor = createFileExtractor();

  const ingest = createIngestDocuments({
    catalogue: store,
    generations,
    batchEmbedder: chooseBatchEmbedder(config),
    metering,
    changes,
    eviction,
    logger,
    prepare: expandUploads({
      store,
      extractor,
      onExpanded: ({ tenantId, ingestionId }) => report.progress(tenantId, ingestionId),
    }),
    onProgress: async ({ tenantId, ingestionId }, outcomes) => {
      for (const { status } of outcomes)
        metrics.count('documentsIngested', { tenant: tenantId, outcome: status });
      await report.progress(tenantId, ingestionId);
    },
  });
  const giveUp = createGiveUp({ catalogue: store, changes, report });
  const { handler, isBusy } = createIngestJobs({ ingest, report });
  const worker = createIngestWorker({
    redisUrl: config.QUEUE_REDIS_URL,
    onError,
    handler,
    onGivenUp: giveUp,
    concurrency: config.INGEST_CONCURRENCY,
  });
  const recoverIngestions = createRecoverIngestions({ store, queue: ingestQueue, giveUp, logger });

  const { HOST: host, OPERATIONS_PORT: port, QUEUE_REDIS_URL: redisUrl } = config;
  const isReady = (): boolean => redis.status === 'ready';
  return [
    ...stores.services,
    { name: 'file-extractor', start: () => Promise.resolve(), stop: () => extractor.close() },
    // Before the worker: so a sweep that hangs costs running ingestions nothing of the time to stop.
    createRecoverySweeps(recoverIngestions, onError),
    createUploadSweeps(store, onError),
    ...createUpkeepServices({ store, generations, isBusy, metrics, logger, onError }),
    { name: 'ingest-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
    ...createSyncServices({ sources, redisUrl, stores, eviction, metrics, logger, onError }),
    ...createWarmServices({ ...stores, config, sealer, metrics, logger, onError }),
    createOperationsServer({ host, port, isLive: () => true, isReady, metrics }),
  ];
}
