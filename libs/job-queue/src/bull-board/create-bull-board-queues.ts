import type { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { BULL_PREFIX, QUEUE_NAMES } from '@ragfleet/contracts';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { JobQueue } from '../queues/readable-jobs.ts';
import { RedactingAdapter } from './redacting-adapter.ts';

export interface BullBoardQueuesOptions {
  readonly redisUrl: string;
  /** False lets operators retry and promote jobs. */
  readonly isReadOnly?: boolean;
}

export interface BullBoardQueues {
  /** One per queue of the fleet. */
  readonly adapters: readonly BullMQAdapter[];
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}

const START_MS = 10_000;
const READY_MS = 500;
const CLOSE_MS = 1_000;

/**
 * Every queue of the fleet as Bull Board takes them: read-only unless told otherwise, payloads always redacted.
 * Waits for Redis first, because a BullMQ queue is lost for good when Redis is away while it opens.
 */
export async function createBullBoardQueues({
  redisUrl,
  isReadOnly = true,
}: BullBoardQueuesOptions): Promise<BullBoardQueues> {
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'bull-board' });
  await whenReady(redis, START_MS);
  const queues = QUEUE_NAMES.map((name) => new JobQueue(name, { connection: redis, prefix: BULL_PREFIX }));
  // Requests report their own failures; a lost connection is the connection's to report.
  for (const queue of queues) queue.on('error', () => undefined);
  await Promise.all(queues.map((queue) => queue.waitUntilReady()));
  return {
    adapters: queues.map((queue) => new RedactingAdapter(queue, isReadOnly)),
    isReady: () =>
      whenReady(redis, READY_MS).then(
        () => true,
        () => false,
      ),
    close: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
      await closeRedis(redis, CLOSE_MS);
    },
  };
}
