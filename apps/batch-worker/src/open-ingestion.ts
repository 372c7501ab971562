import type { METRICS } from '@ragfleet/contracts';
import { createFileExtractor } from '@ragfleet/document-files';
import { createTenants } from '@ragfleet/identity';
import { createChangeSequence, createIngestWorker } from '@ragfleet/job-queue';
import { chooseBatchEmbedder } from '@ragfleet/models';
import { type CacheEviction, createIngestDocuments, type IngestPorts, type Pace } from '@ragfleet/rag-core';
import type { Logger, Metrics, Tracing } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { expandUploads } from './expand-uploads.ts';
import { createGiveUp, createIngestJobs } from './ingest.ts';
import type { OpenStores } from './open-stores.ts';
import { openIngestPace } from './pacing/open-ingest-pace.ts';
import { createRecoverIngestions, createRecoverySweeps } from './recover-ingestions.ts';
import { createUploadSweeps } from './remove-abandoned-uploads.ts';
import { createOldIngestionSweeps } from './remove-old-ingestions.ts';
import { createReportIngestion, type ReportIngestion } from './report-ingestion.ts';
import type { ServiceGroup } from './service-group.ts';
import { createTenantGate } from './tenant-gate.ts';
import { tracedDeliveries, tracedIngestion } from './trace-ingestion.ts';
import { createUpkeepServices } from './upkeep-services.ts';

export interface OpenIngestionOptions {
  readonly stores: OpenStores;
  readonly eviction: CacheEviction;
  readonly metrics: Metrics<keyof typeof METRICS>;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
  readonly tracing: Tracing;
}

/** Documents to passages and vectors, with all that keeps them whole. */
export function openIngestion(
  config: Config,
  { stores, eviction, metrics, logger, onError, tracing }: OpenIngestionOptions,
): ServiceGroup {
  const { redis, store, generations, metering, ingestQueue, events, deliveries } = stores;
  const publicUrl = config.PUBLIC_URL ?? null;
  const report = createReportIngestion({
    store,
    events,
    deliveries: tracedDeliveries(deliveries, tracing),
    publicUrl,
  });
  const changes = createChangeSequence({ redis });
  const extractor = createFileExtractor();
  const pace = openIngestPace(config, { redis, metrics });
  const ingest = createIngestDocuments({
    catalogue: store,
    generations,
    batchEmbedder: chooseBatchEmbedder(config),
    metering,
    changes,
    eviction,
    logger,
    pace,
    ...reportingSteps({ store, extractor, pace, report, metrics }),
  });
  const giveUp = createGiveUp({ catalogue: store, changes, report });
  const { handler, isBusy } = createIngestJobs({ ingest, report });
  const tenants = createTenants({ redis });
  const worker = createIngestWorker({
    redisUrl: config.QUEUE_REDIS_URL,
    onError,
    handler: tracedIngestion(handler, tracing),
    onGivenUp: giveUp,
    tenantGate: createTenantGate('ingest', { config, tenants, metrics, logger }),
    concurrency: config.INGEST_CONCURRENCY,
  });
  const recoverIngestions = createRecoverIngestions({ store, queue: ingestQueue, giveUp, report, logger });

  return {
    services: [
      { name: 'file-extractor', start: () => Promise.resolve(), stop: () => extractor.close() },
      // Before the worker: so a sweep that hangs costs running ingestions nothing of the time to stop.
      createRecoverySweeps(recoverIngestions, onError),
      createUploadSweeps(store, onError),
      createOldIngestionSweeps(store, onError),
      ...createUpkeepServices({ store, generations, changes, isBusy, pace, metrics, logger, onError }),
      { name: 'ingest-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
      // Stopped before the worker: its grace is for work, not for rests.
      { name: 'ingest-pace', start: () => Promise.resolve(), stop: async () => pace.hurry() },
    ],
    isHealthy: () => worker.isHealthy(),
  };
}

interface ReportingPorts extends Pick<OpenIngestionOptions, 'metrics'> {
  readonly store: OpenStores['store'];
  readonly extractor: ReturnType<typeof createFileExtractor>;
  readonly pace: Pace;
  readonly report: ReportIngestion;
}

/** The steps of an ingestion after which whoever waits for it is told how far it is. */
function reportingSteps({
  store,
  extractor,
  pace,
  report,
  metrics,
}: ReportingPorts): Pick<IngestPorts, 'prepare' | 'onProgress'> {
  return {
    prepare: expandUploads({
      store,
      extractor,
      pace,
      onExpanded: ({ tenantId, ingestionId }) => report.progress(tenantId, ingestionId),
    }),
    onProgress: async ({ tenantId, ingestionId }, outcomes) => {
      for (const { status } of outcomes)
        metrics.count('documentsIngested', { tenant: tenantId, outcome: status });
      await report.progress(tenantId, ingestionId);
    },
  };
}
