import type { Tenants } from '@ragfleet/identity';
import {
  createDeliveries,
  type Deliveries,
  createIngestionEvents,
  type IngestionEvents,
  createIngestQueue,
  type IngestQueue,
  type OnUnreadable,
  createQueryService,
  type QueryService,
  createQueryEventReader,
  type QueryEventReader,
  createWarmQueue,
  type WarmQueue,
} from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

interface QueueOptions {
  readonly sealer: Sealer;
  /** The fleet's: deadlines are counted by it. */
  readonly clock: Clock;
  /** Who may have limits of their own. */
  readonly tenants: Pick<Tenants, 'recent'>;
  readonly logger: Pick<Logger, 'error'>;
}

export interface OpenQueues {
  readonly queryService: QueryService;
  readonly queryEvents: QueryEventReader;
  readonly ingestQueue: IngestQueue;
  readonly ingestionEvents: IngestionEvents;
  readonly deliveries: Deliveries;
  readonly warmQueue: WarmQueue;
}

/** The producing and reading side of every queue, each over a connection of its own. */
export function openQueues(config: Config, { logger, tenants, ...options }: QueueOptions): OpenQueues {
  const { QUEUE_REDIS_URL: redisUrl, PUBLIC_URL: publicUrl = null, REGION: region } = config;
  const onUnreadable: OnUnreadable = ({ kind, tenantId: tenant, ids }) =>
    logger.error({ kind, tenant, ids }, 'stored records cannot be read');
  const limitsOf = async (tenantId: string) => (await tenants.recent(tenantId))?.limits ?? null;
  const queue = { ...options, redisUrl, publicUrl, region, onUnreadable };
  return {
    queryService: createQueryService({ ...queue, limitsOf }),
    queryEvents: createQueryEventReader(queue),
    ingestQueue: createIngestQueue(queue),
    ingestionEvents: createIngestionEvents(queue),
    deliveries: createDeliveries(queue),
    warmQueue: createWarmQueue(queue),
  };
}
