import { BULL_PREFIX, LANE_POLICIES, type QueryJob } from '@ragfleet/contracts';
import { Fault, type Lane } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { Queue } from 'bullmq';

/** The producer side of the three lanes. The job id is the query id, so that adding it again changes nothing. */
export interface LaneQueues {
  add(lane: Lane, job: QueryJob, priority: number): Promise<void>;
  /** Takes a waiting job out of its lane; a job that already runs stays. */
  remove(lane: Lane, queryId: string): Promise<void>;
  close(): Promise<void>;
}

const JOB_NAME = 'answer';
const EVENTS_KEPT = 1_000;
const RETRY_DELAY_MS = 500;
const RETRY_JITTER = 0.5;

type QueryQueue = Queue<QueryJob, unknown, typeof JOB_NAME>;

/** Over a `fail-fast` connection that the caller closes. Every call is one round trip. */
export function createLaneQueues(redis: Redis): LaneQueues {
  const opened = new Map<Lane, Promise<QueryQueue>>();

  // A BullMQ queue is lost for good when Redis goes away while it opens: it is opened on use, and again after a failure.
  const queueOf = (lane: Lane): Promise<QueryQueue> => {
    const known = opened.get(lane);
    if (known !== undefined) return known;
    const opening = openQueue(redis, lane);
    opened.set(lane, opening);
    opening.catch(() => opened.delete(lane));
    return opening;
  };

  return {
    add: async (lane, job, priority) => {
      const queue = await queueOf(lane);
      const turn = priority > 0 ? { priority } : {};
      await redisReply(queue.add(JOB_NAME, job, { jobId: job.queryId, ...turn }));
    },
    remove: async (lane, queryId) => {
      const queue = await queueOf(lane);
      await redisReply(queue.remove(queryId));
    },
    close: async () => {
      const queues = await Promise.allSettled(opened.values());
      await Promise.all(
        queues.flatMap((queue) => (queue.status === 'fulfilled' ? [queue.value.close()] : [])),
      );
    },
  };
}

async function openQueue(redis: Redis, lane: Lane): Promise<QueryQueue> {
  if (redis.status !== 'ready')
    throw new Fault('unavailable', 'Redis cannot be reached.', { retryAfterMs: 1_000 });
  const { name, attempts, keepCompleted, keepFailed } = LANE_POLICIES[lane];
  const queue: QueryQueue = new Queue(name, {
    connection: redis,
    prefix: BULL_PREFIX,
    streams: { events: { maxLen: EVENTS_KEPT } },
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: RETRY_DELAY_MS, jitter: RETRY_JITTER },
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
