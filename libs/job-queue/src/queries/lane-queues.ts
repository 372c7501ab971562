import { LANE_POLICIES, type QueryJob, toQueryPayload } from '@ragfleet/contracts';
import type { Lane } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import { createProducer } from '../queues/producer.ts';
import { type Promotion, promoteJob } from '../queues/promote-job.ts';

/** The producer side of the three lanes. The job id is the query id, so that adding it again changes nothing. */
export interface LaneQueues {
  add(lane: Lane, job: QueryJob, priority: number): Promise<void>;
  /** Takes a waiting job out of its lane; a job that already runs stays. */
  remove(lane: Lane, queryId: string): Promise<void>;
  /** Lets a job run now that was put off. */
  promote(lane: Lane, queryId: string): Promise<Promotion>;
  close(): Promise<void>;
}

const JOB_NAME = 'answer';

/**
 * How a lane's jobs are run is its worker's to say, so that each job keeps nothing of it but its attempts: BullMQ fails a
 * job that stalled too often before a worker can say them.
 */
const jobOptionsOf = (lane: Lane) => ({ attempts: LANE_POLICIES[lane].attempts });

/** Over a `fail-fast` connection that the caller closes. Every call is one round trip. */
export function createLaneQueues(redis: Redis): LaneQueues {
  const producerOf = (lane: Lane) => createProducer(redis, LANE_POLICIES[lane], jobOptionsOf(lane));
  const producers = { high: producerOf('high'), normal: producerOf('normal'), low: producerOf('low') };
  return {
    add: async (lane, job, priority) => {
      const turn = priority > 0 ? { priority } : {};
      await producers[lane].use((queue) =>
        queue.add(JOB_NAME, toQueryPayload(job), { jobId: job.queryId, ...turn }),
      );
    },
    remove: async (lane, queryId) => {
      await producers[lane].use((queue) => queue.remove(queryId));
    },
    promote: (lane, queryId) => producers[lane].use((queue) => promoteJob(queue, queryId)),
    close: async () => {
      await Promise.all(Object.values(producers).map((producer) => producer.close()));
    },
  };
}
