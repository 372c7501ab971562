import {
  INGEST_POLICY,
  LANE_POLICIES,
  type QueuePolicy,
  SYNC_POLICY,
  WARM_POLICY,
  WEBHOOK_POLICY,
} from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import { createProducer, type Producer } from '../queues/producer.ts';
import type { Repair } from './contract.ts';

/** Jobs that are kept after their end. */
export interface EndedJobs {
  /** Removes up to `limit` of one kind, oldest first; how many they were. */
  remove(kind: 'completed' | 'failed', limit: number): Promise<number>;
  close(): Promise<void>;
}

/** By then whoever waits for a job's end has heard of it. */
const KEEP_COMPLETED_MS = 300_000;
/** A parked job may be requeued for a day, which no question waits longer than. */
const KEEP_FAILED_MS = 86_400_000;

const ANSWERED: readonly QueuePolicy<unknown>[] = [...Object.values(LANE_POLICIES), WEBHOOK_POLICY];
/** Their failed jobs are few, and stay for whoever looks after them. */
const OTHERS: readonly QueuePolicy<unknown>[] = [INGEST_POLICY, WARM_POLICY, SYNC_POLICY];

/** Over a `fail-fast` connection that the caller closes. */
export function createEndedJobs(redis: Redis): EndedJobs {
  const producerOf = (policy: QueuePolicy<unknown>): Producer => createProducer(redis, policy, {});
  const answered = ANSWERED.map(producerOf);
  const others = OTHERS.map(producerOf);
  const removeFrom = async (
    producers: readonly Producer[],
    kind: 'completed' | 'failed',
    limit: number,
  ): Promise<number> => {
    const keptMs = kind === 'completed' ? KEEP_COMPLETED_MS : KEEP_FAILED_MS;
    let removed = 0;
    for (const producer of producers)
      removed += (await producer.use((queue) => queue.clean(keptMs, limit, kind))).length;
    return removed;
  };
  return {
    remove: (kind, limit) => removeFrom(kind === 'failed' ? answered : [...answered, ...others], kind, limit),
    close: async () => {
      await Promise.all([...answered, ...others].map((producer) => producer.close()));
    },
  };
}

/** Removes jobs that have ended before their time. What they were for is in records of its own. */
export function createTrimEndedJobs(jobs: Pick<EndedJobs, 'remove'>): Repair {
  return async (limit) => (await jobs.remove('completed', limit)) + (await jobs.remove('failed', limit));
}
