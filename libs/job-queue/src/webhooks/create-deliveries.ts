import { type Clock, systemClock } from '@ragfleet/kernel';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { OnUnreadable } from '../records/read-each.ts';
import type { Deliveries } from './contract.ts';
import { deliveryIdsOf } from './delivery-record.ts';
import { createDeliveryReads } from './delivery-reads.ts';
import { createDeliveryWrites } from './delivery-writes.ts';
import { createEndpoints } from './endpoints/create-endpoints.ts';
import { endpointIdOf } from './endpoints/endpoint-record.ts';
import { createRedelivery } from './redelivery/create-redelivery.ts';
import { createRedeliveryMarks } from './redelivery/redelivery-marks.ts';
import { createRedeliveryRate } from './redelivery/redelivery-rate.ts';
import { createWebhookQueue } from './webhook-queue.ts';

export interface DeliveriesOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly clock?: Clock;
  /** Of what a list leaves out. */
  readonly onUnreadable?: OnUnreadable | undefined;
}

const CLOSE_MS = 1_000;
/** A connection that is just being made, at start or after a cut, is worth this wait. */
const CONNECTING_MS = 500;

/** Webhook deliveries: kept, listed, sent again. Every call fails within its Redis deadline with an `unavailable` Fault. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { redisUrl, sealer, clock = systemClock, onUnreadable } = options;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'deliveries' });
  const reads = createDeliveryReads(redis, sealer, onUnreadable);
  const writes = createDeliveryWrites(redis, sealer, clock);
  const endpoints = createEndpoints(redis, sealer);
  const queue = createWebhookQueue(redis);
  const redelivery = createRedelivery({
    marks: createRedeliveryMarks(redis, clock),
    reads,
    writes,
    queue,
    endpoints,
    endpointIdOf: (tenantId, url) => endpointIdOf(sealer, tenantId, url),
  });
  const countRange = createRedeliveryRate(redis, clock);
  return {
    endpoints,
    create: async (delivery, body) => {
      await whenReady(redis, CONNECTING_MS);
      const { tenantId, deliveryId } = delivery;
      // A record that was finished long ago must not run again because its job has been forgotten.
      if (await writes.create(delivery, body)) await queue.add({ v: 1, tenantId, deliveryId });
    },
    enqueueKept: async (tenantId, subjectId) => {
      await whenReady(redis, CONNECTING_MS);
      const kept = await reads.ofSubject(tenantId, subjectId);
      for (const { status, deliveryId } of kept)
        if (status === 'pending') await queue.add({ v: 1, tenantId, deliveryId });
      return kept.length > 0;
    },
    get: (tenantId, deliveryId) => reads.get(tenantId, deliveryId),
    list: (request, signal) => reads.list(request, signal),
    redeliver: (tenantId, deliveryId) => redelivery.one(tenantId, deliveryId),
    redeliverRange: async (range) => {
      await countRange(range.tenantId);
      return redelivery.range(range);
    },
    resumeRedeliveries: (limit) => redelivery.resume(limit),
    purge: async (tenantId, subjectId) => {
      await writes.removeSubject(tenantId, subjectId);
      for (const deliveryId of deliveryIdsOf(subjectId)) await queue.forget(deliveryId);
    },
    close: async () => {
      await queue.close();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}
