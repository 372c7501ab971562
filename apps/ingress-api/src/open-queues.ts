import {
  createDeliveries,
  type Deliveries,
  createIngestionEvents,
  type IngestionEvents,
  createIngestQueue,
  type IngestQueue,
  createQueryDesk,
  type QueryDesk,
  type QueryDeskOptions,
  createQueryEventReader,
  type QueryEventReader,
  createWarmQueue,
  type WarmQueue,
} from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import type { Config } from './config.ts';

interface QueueOptions {
  readonly sealer: Sealer;
  /** The fleet's: deadlines are counted by it. */
  readonly clock: Clock;
  readonly limitsOf: NonNullable<QueryDeskOptions['limitsOf']>;
}

export interface OpenQueues {
  readonly desk: QueryDesk;
  readonly queryEvents: QueryEventReader;
  readonly ingestQueue: IngestQueue;
  readonly ingestionEvents: IngestionEvents;
  readonly deliveries: Deliveries;
  readonly warmQueue: WarmQueue;
}

/** The producing and reading side of every queue, each over a connection of its own. */
export function openQueues(config: Config, options: QueueOptions): OpenQueues {
  const { QUEUE_REDIS_URL: redisUrl, PUBLIC_URL: publicUrl = null, REGION: region } = config;
  const queue = { ...options, redisUrl, publicUrl, region };
  return {
    desk: createQueryDesk(queue),
    queryEvents: createQueryEventReader(queue),
    ingestQueue: createIngestQueue(queue),
    ingestionEvents: createIngestionEvents(queue),
    deliveries: createDeliveries(queue),
    warmQueue: createWarmQueue(queue),
  };
}
