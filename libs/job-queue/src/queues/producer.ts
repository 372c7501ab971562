import { BULL_PREFIX, type QueuePolicy } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { type DefaultJobOptions, Queue } from 'bullmq';

/** The producer side of one queue, opened on use over a `fail-fast` connection that the caller closes. */
export interface Producer {
  use<Reply>(call: (queue: Queue) => Promise<Reply>): Promise<Reply>;
  close(): Promise<void>;
}

const EVENTS_KEPT = 1_000;

/** A BullMQ queue is lost for good when Redis goes away while it opens: so it is opened on use, and again after a failure. */
export function createProducer(
  redis: Redis,
  { name }: QueuePolicy<unknown>,
  jobOptions: DefaultJobOptions,
): Producer {
  let opened: Promise<Queue> | null = null;
  const open = (): Promise<Queue> => {
    if (opened !== null) return opened;
    const opening = openQueue(redis, name, jobOptions);
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

async function openQueue(redis: Redis, name: string, jobOptions: DefaultJobOptions): Promise<Queue> {
  if (redis.status !== 'ready')
    throw new Fault('unavailable', 'Redis cannot be reached.', { retryAfterMs: 1_000 });
  const queue = new Queue(name, {
    connection: redis,
    prefix: BULL_PREFIX,
    streams: { events: { maxLen: EVENTS_KEPT } },
    defaultJobOptions: jobOptions,
  });
  // Commands report their own failures; a lost connection is the connection's to report.
  queue.on('error', () => undefined);
  await redisReply(queue.waitUntilReady());
  return queue;
}
