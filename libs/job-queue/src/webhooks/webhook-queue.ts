import { type WebhookJob, WEBHOOK_POLICY } from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import { policyJobOptions } from '../queues/policy-options.ts';
import { createProducer } from '../queues/producer.ts';

/** The producer side of `webhooks`. The job id is the delivery id, so that adding it again changes nothing. */
export interface WebhookQueue {
  add(job: WebhookJob): Promise<void>;
  /** Forgets a job, so that it can be added anew. False of one that runs at this moment: it is locked and stays. */
  forget(deliveryId: string): Promise<boolean>;
  close(): Promise<void>;
}

const JOB_NAME = 'deliver';

export function createWebhookQueue(redis: Redis): WebhookQueue {
  const producer = createProducer(
    redis,
    WEBHOOK_POLICY,
    policyJobOptions(WEBHOOK_POLICY, { type: 'custom' }),
  );
  return {
    add: async (job) => {
      await producer.use((queue) => queue.add(JOB_NAME, job, { jobId: job.deliveryId }));
    },
    forget: async (deliveryId) => (await producer.use((queue) => queue.remove(deliveryId))) === 1,
    close: () => producer.close(),
  };
}
