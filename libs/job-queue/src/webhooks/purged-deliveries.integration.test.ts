import type { DeliveryResult } from '@ragfleet/contracts';
import { describe, expect, it } from 'vitest';
import type { DeliveryAttemptRequest } from './contract.ts';
import {
  BODY as body,
  DELIVERED as delivered,
  FAILING as failing,
  openDeliveryStage,
} from './delivery-stage.fixture.ts';

const stage = await openDeliveryStage();
const { deliveries, newDelivery, receive } = stage;
const { redis } = stage.server;

describe('the purge of deliveries', () => {
  it('removes what a purged query left behind, and sends it no more, even when it is just being made', async () => {
    const delivery = newDelivery({ tenantId: 'purged' });
    await deliveries.create(delivery, body);
    await deliveries.purge('purged', delivery.subjectId);
    await deliveries.create(delivery, body);
    expect(await deliveries.get('purged', delivery.deliveryId)).toBeNull();
    expect(await deliveries.redeliver('purged', delivery.deliveryId)).toBeNull();
    const listed = { tenantId: 'purged', status: null, limit: 10, startingAfter: null };
    for (const subjectId of [delivery.subjectId, null])
      expect((await deliveries.list({ ...listed, subjectId }, AbortSignal.timeout(5_000))).records).toEqual(
        [],
      );
    expect(await redis.exists(`bull:webhooks:${delivery.deliveryId}`)).toBe(0);
    const left = Buffer.concat([
      (await redis.dumpBuffer(`rf:purged:delivery:${delivery.deliveryId}`)) ?? Buffer.of(),
    ]);
    expect(left.length).toBeLessThan(100);
  });

  it('sends nothing again of what was purged while an attempt ran', async () => {
    const delivery = newDelivery();
    const running = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let attempts = 0;
    const handler = async ({ record }: DeliveryAttemptRequest): Promise<DeliveryResult> => {
      if (record.deliveryId !== delivery.deliveryId) return delivered;
      attempts += 1;
      running.resolve();
      await release.promise;
      return failing;
    };
    await receive([], { handler });
    await deliveries.create(delivery, body);
    await running.promise;
    await deliveries.purge('acme', delivery.subjectId);
    release.resolve();
    const ended = (id: string) => redis.hexists(`bull:webhooks:${id}`, 'finishedOn');
    await expect.poll(() => ended(delivery.deliveryId)).toBe(1);
    expect([attempts, await deliveries.get('acme', delivery.deliveryId)]).toEqual([1, null]);
  });
});
