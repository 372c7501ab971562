import { BULL_PREFIX, type WebhookJob, WEBHOOK_POLICY } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { Queue } from 'bullmq';

/** The producer side of `webhooks`. The job id is the delivery id, so that adding it again changes nothing. */
export interface WebhookQueue {
  add(job: WebhookJob): Promise<void>;
  /** Adds the job anew unless one is still to run. */
  restart(job: WebhookJob): Promise<void>;
  remove(deliveryId: string): Promise<void>;
  close(): Promise<void>;
}

const NAME = 'deliver';

export function openWebhookQueue(redis: Redis): WebhookQueue {
  const queue = new Queue<WebhookJob>(WEBHOOK_POLICY.name, {
    connection: redis,
    prefix: BULL_PREFIX,
    streams: { events: { maxLen: 1_000 } },
    defaultJobOptions: {
      attempts: WEBHOOK_POLICY.attempts,
      backoff: { type: 'custom' },
      removeOnComplete: {
        age: WEBHOOK_POLICY.keepCompleted.ageSeconds,
        count: WEBHOOK_POLICY.keepCompleted.count,
      },
      removeOnFail: { age: WEBHOOK_POLICY.keepFailed.ageSeconds, count: WEBHOOK_POLICY.keepFailed.count },
      stackTraceLimit: 1,
    },
  });
  // Commands report their own failures; a lost connection is the connection's to report.
  queue.on('error', () => {});
  const add = async (job: WebhookJob): Promise<void> => {
    await redisReply(queue.add(NAME, job, { jobId: job.deliveryId }));
  };
  return {
    add,
    restart: async (job) => {
      const state = await redisReply(queue.getJobState(job.deliveryId));
      if (state === 'completed' || state === 'failed') await redisReply(queue.remove(job.deliveryId));
      await add(job);
    },
    remove: async (deliveryId) => {
      // A job that runs at this moment is locked and stays: it will find no record.
      await redisReply(queue.remove(deliveryId));
    },
    close: () => queue.close(),
  };
}
