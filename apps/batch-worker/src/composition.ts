import { METRICS } from '@ragfleet/contracts';
import type { ConfiguredSource } from '@ragfleet/document-sources';
import { createSealer } from '@ragfleet/sealing';
import {
  createMetrics,
  type Logger,
  NO_TRACING,
  openOperations,
  type Service,
  type Tracing,
} from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { openErasureSweeps } from './erasures/open-erasure-sweeps.ts';
import { openEviction } from './open-eviction.ts';
import { openIngestion } from './open-ingestion.ts';
import { openStores } from './open-stores.ts';
import { createSyncServices } from './sync-services.ts';
import { openTenantSweeps } from './tenants/open-tenant-sweeps.ts';
import { createWarmServices } from './warming/warm-services.ts';

export interface Extras {
  /** null or left out where no source is kept in step. */
  readonly sources?: readonly ConfiguredSource[] | null;
  readonly tracing?: Tracing;
}

/** Everything of this process, in start order. */
export async function compose(
  config: Config,
  logger: Logger,
  { sources = null, tracing = NO_TRACING }: Extras = {},
): Promise<readonly Service[]> {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY, config.RAGFLEET_MASTER_KEYS_OLD);
  const metrics = createMetrics(METRICS);
  const onError = (error: unknown): void => logger.error({ error }, 'background work failed');
  const stores = await openStores(config, { sealer, metrics, logger, onError });
  const { redis } = stores;
  const { eviction, semanticIndex } = await openEviction(config, { ...stores, sealer, metrics, logger });
  const ingestion = openIngestion(config, { stores, eviction, metrics, logger, onError, tracing });

  const { QUEUE_REDIS_URL: redisUrl } = config;
  const sync = createSyncServices({ sources, config, redisUrl, stores, eviction, metrics, logger, onError });
  const warming = createWarmServices({ ...stores, config, sealer, metrics, logger, onError });
  const operations = openOperations({
    config,
    tracing,
    metrics,
    logger,
    isReady: () => redis.status === 'ready',
    isHealthy: () => [ingestion, sync, warming].every((part) => part.isHealthy()),
  });
  return [
    ...operations.watches,
    ...stores.services,
    ...ingestion.services,
    ...sync.services,
    ...warming.services,
    openErasureSweeps({ config, stores, semanticIndex, sealer, logger, onError }),
    openTenantSweeps({ config, stores, sealer, logger, onError }),
    operations.server,
  ];
}
