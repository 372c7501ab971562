import { type WebhookJob, WEBHOOK_POLICY } from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import { policyJobOptions } from '../queues/policy-options.ts';
import { createProducer } from '../queues/producer.ts';

/** The producer side of `webhooks`. The job id is the delivery id, so that adding it again changes nothing. */
export interface WebhookQueue {
  add(job: WebhookJob): Promise<void>;
  /** Forgets a job that has ended, so that it can be added anew. */
  forgetEnded(deliveryId: string): Promise<void>;
  /** A job that runs at this moment is locked and stays. */
  remove(deliveryId: string): Promise<void>;
  close(): Promise<void>;
}

const JOB_NAME = 'deliver';

export function createWebhookQueue(redis: Redis): WebhookQueue {
  const producer = createProducer(
    redis,
    WEBHOOK_POLICY,
    policyJobOptions(WEBHOOK_POLICY, { type: 'custom' }),
  );
  const remove = async (deliveryId: string): Promise<void> => {
    await producer.use((queue) => queue.remove(deliveryId));
  };
  return {
    add: async (job) => {
      await producer.use((queue) => queue.add(JOB_NAME, job, { jobId: job.deliveryId }));
    },
    forgetEnded: async (deliveryId) => {
      const state = await producer.use((queue) => queue.getJobState(deliveryId));
      if (state === 'completed' || state === 'failed') await remove(deliveryId);
    },
    remove,
    close: () => producer.close(),
  };
}
