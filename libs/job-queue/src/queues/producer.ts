import { BULL_PREFIX, type QueuePolicy } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { type BackoffOptions, Queue } from 'bullmq';

/** The producer side of one queue, opened on use over a `fail-fast` connection that the caller closes. */
export interface Producer {
  use<Reply>(call: (queue: Queue) => Promise<Reply>): Promise<Reply>;
  close(): Promise<void>;
}

const EVENTS_KEPT = 1_000;

/** A BullMQ queue is lost for good when Redis goes away while it opens: so it is opened on use, and again after a failure. */
export function createProducer(
  redis: Redis,
  policy: QueuePolicy<unknown>,
  backoff: BackoffOptions,
): Producer {
  let opened: Promise<Queue> | null = null;
  const open = (): Promise<Queue> => {
    if (opened !== null) return opened;
    const opening = openQueue(redis, policy, backoff);
    opened = opening;
    opening.catch(() => {
      opened = null;
    });
    return opening;
  };
  return {
    use: async (call) => {
      const queue = await open();
      return redisReply(call(queue));
    },
    close: async () => {
      const queue = await opened?.catch(() => null);
      await queue?.close();
    },
  };
}

async function openQueue(
  redis: Redis,
  policy: QueuePolicy<unknown>,
  backoff: BackoffOptions,
): Promise<Queue> {
  if (redis.status !== 'ready')
    throw new Fault('unavailable', 'Redis cannot be reached.', { retryAfterMs: 1_000 });
  const { name, attempts, keepCompleted, keepFailed } = policy;
  const queue = new Queue(name, {
    connection: redis,
    prefix: BULL_PREFIX,
    streams: { events: { maxLen: EVENTS_KEPT } },
    defaultJobOptions: {
      attempts,
      backoff,
      removeOnComplete: { age: keepCompleted.ageSeconds, count: keepCompleted.count },
      removeOnFail: { age: keepFailed.ageSeconds, count: keepFailed.count },
      stackTraceLimit: 0,
    },
  });
  // Commands report their own failures; a lost connection is the connection's to report.
  queue.on('error', () => undefined);
  await redisReply(queue.waitUntilReady());
  return queue;
}
