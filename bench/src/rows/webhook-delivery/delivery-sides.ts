import {
  createDeliveries,
  createDeliveryWorker,
  type DeliveryHandler,
  deliveryIdOf,
  encodeWebhook,
  type NewDelivery,
} from '@ragfleet/job-queue';
import { createWebhookSecrets } from '@ragfleet/identity';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createWebhookSender, parseAllowHosts, type WebhookSender } from '@ragfleet/webhook-delivery';
import { openPosts } from '../../../floors/webhook-post.ts';
import { answerOf } from '../../answers/answering.ts';
import { createBenchSealer } from '../../answers/cache-place.ts';
import type { Arrivals } from '../../load/arrivals.ts';

/** As a webhook-worker has them by itself. */
const CONCURRENCY = 32;
const TIMEOUT_MS = 15_000;
const READY_MS = 10_000;
const CLOSE_MS = 2_000;
const TENANT = 'bench';

/** What sends webhooks, and tells `arrivals` of each that was delivered. */
export interface DeliverySide {
  readonly send: (at: number, url: string) => Promise<unknown>;
  readonly close: () => Promise<unknown>;
}

export interface DeliverySideOptions {
  readonly redisUrl: string;
  readonly arrivals: Arrivals;
}

export const webhookIdOf = (at: number): string => deliveryIdOf(`q_${at}`, 'query.succeeded');

/** The same bytes on both sides: the end of a query with its answer. */
const bodyOf = (at: number): Buffer =>
  encodeWebhook(
    {
      type: 'query.succeeded',
      timestamp: '2026-01-05T08:00:00.000Z',
      data: {
        id: `q_${at}`,
        status: 'succeeded',
        result: { answer: answerOf(1), citations: [{ namespace: 'default', document_id: 'policy-1' }] },
      },
    },
    true,
  );

/** Ours as a webhook-worker composes it, without metrics, logs and the look at whether the caller may still read. */
export async function openOurDeliveries({ redisUrl, arrivals }: DeliverySideOptions): Promise<DeliverySide> {
  const sealer = createBenchSealer();
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'bench-deliveries' });
  await whenReady(redis, READY_MS);
  const deliveries = createDeliveries({ redisUrl, sealer });
  const worker = createDeliveryWorker({
    redisUrl,
    sealer,
    handler: deliverWith(senderOver(redis, sealer), arrivals),
    mayReadResult: async () => true,
    observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
    onError: () => undefined,
    concurrency: CONCURRENCY,
  });
  await worker.start();
  return {
    send: (at, url) => deliveries.create(deliveryOf(at, url), bodyOf(at)),
    close: async () => {
      await worker.drain(CLOSE_MS);
      await deliveries.close();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}

function senderOver(redis: Redis, sealer: Sealer): WebhookSender {
  const secrets = createWebhookSecrets({ redis, sealer });
  return createWebhookSender({
    secretsOf: (tenantId) => secrets.recent(tenantId),
    allowHosts: parseAllowHosts('127.0.0.1'),
    totalTimeoutMs: TIMEOUT_MS,
  });
}

const deliverWith =
  (sender: WebhookSender, arrivals: Arrivals): DeliveryHandler =>
  async ({ record: { tenantId, deliveryId, url }, body, signal }) => {
    const result = await sender.send({ tenantId, webhookId: deliveryId, url, body }, signal);
    if (result.outcome === 'delivered') arrivals.tell(deliveryId);
    return result;
  };

const deliveryOf = (at: number, url: string): NewDelivery => ({
  tenantId: TENANT,
  deliveryId: webhookIdOf(at),
  subjectId: `q_${at}`,
  principalId: 'ada',
  keyId: 'key-ada',
  event: 'query.succeeded',
  url,
});

export async function openFloorDeliveries({
  redisUrl,
  arrivals,
}: DeliverySideOptions): Promise<DeliverySide> {
  const posts = await openPosts({
    url: redisUrl,
    concurrency: CONCURRENCY,
    timeoutMs: TIMEOUT_MS,
    onDelivered: arrivals.tell,
  });
  return {
    send: (at, url) => posts.add(webhookIdOf(at), { url, body: bodyOf(at).toString() }),
    close: posts.close,
  };
}
