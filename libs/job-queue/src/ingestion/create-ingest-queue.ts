import { BULL_PREFIX, INGEST_POLICY, type IngestJob } from '@ragfleet/contracts';
import { closeRedis, connectRedis, redisReply } from '@ragfleet/redis-connection';
import { Queue } from 'bullmq';
import type { IngestQueue } from './contract.ts';

export interface IngestQueueOptions {
  readonly redisUrl: string;
}

const CLOSE_MS = 1_000;
const FIRST_RETRY_MS = 1_000;

/** The producer side of `ingest`. The job id is the ingestion id, so that adding it again changes nothing. */
export function createIngestQueue({ redisUrl }: IngestQueueOptions): IngestQueue {
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'ingest-queue' });
  const { name, attempts, keepCompleted, keepFailed } = INGEST_POLICY;
  const queue = new Queue<IngestJob>(name, {
    connection: redis,
    prefix: BULL_PREFIX,
    streams: { events: { maxLen: 1_000 } },
    defaultJobOptions: {
      attempts,
      backoff: { type: 'exponential', delay: FIRST_RETRY_MS, jitter: 0.5 },
      removeOnComplete: { age: keepCompleted.ageSeconds, count: keepCompleted.count },
      removeOnFail: { age: keepFailed.ageSeconds, count: keepFailed.count },
      stackTraceLimit: 1,
    },
  });
  // Commands report their own failures; a lost connection is the connection's to report.
  queue.on('error', () => {});
  return {
    enqueue: async (job) => {
      await redisReply(queue.add('ingest', job, { jobId: job.ingestionId }));
    },
    close: async () => {
      await queue.close();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}
