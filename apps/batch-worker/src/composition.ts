import { METRICS } from '@ragfleet/contracts';
import { createChangeSequence, createIngestWorker } from '@ragfleet/job-queue';
import { chooseEmbedder } from '@ragfleet/models';
import { createIngestDocuments } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { createMetrics, createOperationsServer, type Logger, type Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { createGiveUp, createIngestHandler } from './ingest.ts';
import { openStores } from './open-stores.ts';
import { createRecoverIngestions, createRecoverySweeps } from './recover-ingestions.ts';
import { createReportIngestion } from './report-ingestion.ts';

/** Everything of this process, in start order. */
export async function compose(config: Config, logger: Logger): Promise<readonly Service[]> {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY);
  const metrics = createMetrics(METRICS);
  const onError = (error: unknown): void => logger.error({ error }, 'background work failed');
  const embedder = chooseEmbedder(config);
  const stores = await openStores(config, { embedder, sealer, onError });
  const { redis, store, vectorIndex, ingestQueue, events, deliveries } = stores;
  const publicUrl = config.PUBLIC_URL ?? null;
  const report = createReportIngestion({ store, events, deliveries, publicUrl });

  const ingest = createIngestDocuments({
    catalogue: store,
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
  const giveUp = createGiveUp({ catalogue: store, report });
  const worker = createIngestWorker({
    redisUrl: config.QUEUE_REDIS_URL,
    onError,
    handler: createIngestHandler({ ingest, report }),
    onGivenUp: giveUp,
    concurrency: config.INGEST_CONCURRENCY,
  });
  const recoverIngestions = createRecoverIngestions({ store, queue: ingestQueue, giveUp, logger });

  const { HOST: host, OPERATIONS_PORT: port } = config;
  const isReady = (): boolean => redis.status === 'ready';
  return [
    ...stores.services,
    // Before the worker: so a sweep that hangs costs running ingestions nothing of the time to stop.
    createRecoverySweeps(recoverIngestions, onError),
    { name: 'ingest-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
    createOperationsServer({ host, port, isLive: () => true, isReady, metrics }),
  ];
}
