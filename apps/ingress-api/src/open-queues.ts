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

interface QueueOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly publicUrl: string | null;
  /** The fleet's: deadlines are counted by it. */
  readonly clock: Clock;
  /** The fleet's. */
  readonly region: QueryDeskOptions['region'];
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
export function openQueues(queue: QueueOptions): OpenQueues {
  return {
    desk: createQueryDesk(queue),
    queryEvents: createQueryEventReader(queue),
    ingestQueue: createIngestQueue(queue),
    ingestionEvents: createIngestionEvents(queue),
    deliveries: createDeliveries(queue),
    warmQueue: createWarmQueue(queue),
  };
}
