import { createFileExtractor } from '@ragfleet/document-files';
import type { ConfiguredSource } from '@ragfleet/document-sources';
import { createTenants } from '@ragfleet/identity';
import { createChangeSequence, createSyncQueue, createSyncWorker } from '@ragfleet/job-queue';
import { systemClock } from '@ragfleet/kernel';
import {
  type CacheEviction,
  createDocumentChanges,
  createSyncSource,
  createVectorUpkeep,
} from '@ragfleet/rag-core';
import type { Logger, Metrics, Service } from '@ragfleet/service-runtime';
import { createIsActive } from './active-tenants.ts';
import type { Config } from './config.ts';
import type { OpenStores } from './open-stores.ts';
import { createRemoveDocument, createSubmitDocuments, createSyncHandler } from './sync-sources.ts';
import { NO_SERVICES, type ServiceGroup } from './service-group.ts';

export interface SyncServicesOptions {
  /** Null where SOURCES_FILE is not set: this process has no part in it, and leaves the fleet's schedules alone. */
  readonly sources: readonly ConfiguredSource[] | null;
  readonly config: Pick<Config, 'REGION'>;
  readonly redisUrl: string;
  readonly stores: Pick<OpenStores, 'redis' | 'store' | 'generations' | 'ingestQueue'>;
  readonly eviction: CacheEviction;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly onError: (error: unknown) => void;
}

/** What keeps sources in step, in start order. */
export function createSyncServices(options: SyncServicesOptions): ServiceGroup {
  const { sources, redisUrl, stores, eviction, metrics, logger, onError } = options;
  if (sources === null) return NO_SERVICES;
  const { redis, store, generations, ingestQueue } = stores;
  const vectorIndexes = generations.map(({ vectorIndex }) => vectorIndex);
  const changes = createDocumentChanges({
    documents: store,
    upkeep: createVectorUpkeep({ store, vectorIndexes, logger }),
    changes: createChangeSequence({ redis }),
    eviction,
    logger,
  });
  const extractor = createFileExtractor();
  const syncSource = createSyncSource({
    catalogue: store.sources,
    extractor,
    submitDocuments: createSubmitDocuments({ store, ingestQueue, logger }),
    removeDocument: createRemoveDocument({ changes, store }),
    clock: systemClock,
    logger,
  });
  const queue = createSyncQueue({ redisUrl });
  const isActive = createIsActive(createTenants({ redis }), options.config.REGION ?? null);
  const handler = createSyncHandler({ sources, syncSource, isActive, metrics, logger });
  const worker = createSyncWorker({ redisUrl, handler, onError });
  const scheduled = sources.map(({ name, schedule }) => ({ ...name, schedule }));
  const services: readonly Service[] = [
    { name: 'source-files', start: () => Promise.resolve(), stop: () => extractor.close() },
    { name: 'sync-queue', start: () => queue.keepSchedules(scheduled), stop: () => queue.close() },
    { name: 'sync-worker', start: () => worker.start(), stop: (graceMs) => worker.drain(graceMs) },
  ];
  return { services, isHealthy: () => worker.isHealthy() };
}
