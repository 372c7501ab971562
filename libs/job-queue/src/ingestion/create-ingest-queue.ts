import { INGEST_POLICY } from '@ragfleet/contracts';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { policyJobOptions } from '../queues/policy-options.ts';
import { createProducer } from '../queues/producer.ts';
import type { IngestQueue } from './contract.ts';

export interface IngestQueueOptions {
  readonly redisUrl: string;
}

const JOB_NAME = 'ingest';
const CLOSE_MS = 1_000;
/** A connection that is just being made, at start or after a cut, is worth this wait. */
const CONNECTING_MS = 500;
const FIRST_RETRY_MS = 1_000;

/** The producer side of `ingest`. The job id is the ingestion id, so that adding it again changes nothing. */
export function createIngestQueue({ redisUrl }: IngestQueueOptions): IngestQueue {
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'ingest-queue' });
  const backoff = { type: 'exponential', delay: FIRST_RETRY_MS, jitter: 0.5 };
  const producer = createProducer(redis, INGEST_POLICY, policyJobOptions(INGEST_POLICY, backoff));
  const enqueue: IngestQueue['enqueue'] = async (job) => {
    await whenReady(redis, CONNECTING_MS);
    await producer.use((queue) => queue.add(JOB_NAME, job, { jobId: job.ingestionId }));
  };
  return {
    enqueue,
    recover: async (job) => {
      await whenReady(redis, CONNECTING_MS);
      const state = await producer.use((queue) => queue.getJobState(job.ingestionId));
      if (state === 'failed') return 'given-up';
      if (state !== 'completed' && state !== 'unknown') return 'under-way';
      // BullMQ ignores a job whose id it still keeps; one that was taken up in between is locked and stays.
      if (state === 'completed') await producer.use((queue) => queue.remove(job.ingestionId));
      await enqueue(job);
      return 'enqueued';
    },
    close: async () => {
      await producer.close();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}
