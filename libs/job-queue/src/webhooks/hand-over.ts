import type { Clock } from '@ragfleet/kernel';
import { type Redis, startCommandBudget } from '@ragfleet/redis-connection';
import { queueKeys } from '@ragfleet/contracts';
import type { Sealer } from '@ragfleet/sealing';
import { createConfirmations } from '../records/confirm-jobs.ts';
import type { PreparedWebhook, QueryRecord, Settlement } from '../queries/contract.ts';
import { queryMark } from '../records/query-mark.ts';
import { toQueryResource } from '../queries/query-resource.ts';
import { creationOf } from './delivery-writes.ts';
import { createWebhookQueue } from './webhook-queue.ts';
import { webhookOfQuery } from './webhook-of-query.ts';

/** The short way of a webhook: whoever ends a query has all that it says, and hands it to its queue. */
export interface WebhookHandOver {
  /** null where nobody is to be told, or where only the record knows what may be said. */
  prepare(record: QueryRecord, settlement: Settlement): PreparedWebhook | null;
  /** Its job, once its record is there. What does not come through within two seconds is left to the outbox. */
  enqueue(webhook: PreparedWebhook): Promise<void>;
  close(): Promise<void>;
}

export interface WebhookHandOverOptions {
  /** The caller closes it. */
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock: Clock;
  /** Where the fleet is reached from outside; null writes paths. */
  readonly publicUrl: string | null;
  /** Hears of webhooks that are left to the outbox. */
  readonly onLeft: (webhook: PreparedWebhook, error: unknown) => void;
}

const ENQUEUE_MS = 2_000;

export function createWebhookHandOver(options: WebhookHandOverOptions): WebhookHandOver {
  const { redis, sealer, clock, publicUrl, onLeft } = options;
  const queue = createWebhookQueue(redis);
  const placed = createConfirmations(redis, queueKeys.outbox);
  return {
    prepare: (record, settlement) => {
      const endedAtMs = clock.nowMs();
      const ended = endedRecord(record, settlement, endedAtMs);
      const webhook =
        ended && webhookOfQuery(ended, (query) => toQueryResource(query, { place: null, publicUrl }));
      if (webhook === null) return null;
      const { tenantId, queryId } = record;
      const { deliveryId } = webhook.delivery;
      const creation = creationOf(sealer, { ...webhook, nowMs: endedAtMs });
      return { tenantId, queryId, deliveryId, endedAtMs, creation };
    },
    enqueue: async (webhook) => {
      const { tenantId, queryId, deliveryId } = webhook;
      try {
        await startCommandBudget(ENQUEUE_MS)(() => queue.add({ v: 1, tenantId, deliveryId }));
      } catch (error) {
        // The outbox is what tries again.
        return onLeft(webhook, error);
      }
      placed.add(queryMark(tenantId, queryId));
    },
    close: async () => {
      await placed.close();
      await queue.close();
    },
  };
}

/** The record as the settle leaves it; null where that replaces what was asked by its masked form. */
function endedRecord(record: QueryRecord, settlement: Settlement, finishedAtMs: number): QueryRecord | null {
  const { status } = settlement;
  if (settlement.status === 'succeeded')
    return { ...record, status, finishedAtMs, result: settlement.result };
  if ('maskedQuestion' in settlement) return null;
  return { ...record, status, finishedAtMs, error: settlement.error };
}
