import type { DeliveryResult } from '@ragfleet/contracts';
import { isFault, systemClock } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import type { DeliveryAttemptRequest, RedeliverRange } from '../contract.ts';
import { createDeliveries } from '../create-deliveries.ts';
import { createDeliveryWrites } from '../delivery-writes.ts';
import { BODY, DELIVERED, FAILING, GONE, openDeliveryStage } from '../delivery-stage.fixture.ts';
import { RANGES_PER_WINDOW } from './redelivery-rate.ts';

const stage = await openDeliveryStage();
const { deliveries, create, receive, until, server, workers } = stage;
const { redis } = server;

const dead = async (tenantId: string, count: number, url?: string) => {
  await receive([GONE]);
  const made = [];
  for (let index = 0; index < count; index += 1) {
    const at = url ?? `https://${tenantId}-${index}.example.com/`;
    made.push(await create({ tenantId, url: at }));
  }
  for (const delivery of made) await until(delivery, 'dead');
  await workers.pop()?.drain(5_000);
  return made;
};
const range = (tenantId: string, changes: Partial<RedeliverRange> = {}): RedeliverRange => ({
  tenantId,
  status: 'dead',
  fromMs: null,
  toMs: null,
  limit: 100,
  ...changes,
});
/** As the process does that is always up, when whoever redelivered has had its time. */
async function resumeLater(count: number): Promise<void> {
  const clock = { ...systemClock, nowMs: () => Date.now() + 61_000 };
  const later = createDeliveries({ redisUrl: server.url, sealer: stage.sealer, clock });
  await expect.poll(() => later.resumeRedeliveries(10)).toBe(count);
  await later.close();
}
const createdAt = async (tenantId: string, deliveryId: string): Promise<number> =>
  (await deliveries.get(tenantId, deliveryId))?.createdAtMs ?? 0;

describe('redelivering a range', () => {
  it('sends every dead letter again, the same bytes under the same id, also where its endpoint was disabled', async () => {
    const made = await dead('all', 5, 'https://all.example.com/');
    expect(await deliveries.redeliverRange(range('all'))).toEqual({ count: 5, nextFromMs: null });
    const requests = await receive([DELIVERED]);
    for (const delivery of made) await until(delivery, 'delivered');
    expect(requests.map(({ record }) => record.deliveryId).toSorted()).toEqual(
      made.map(({ deliveryId }) => deliveryId).toSorted(),
    );
    expect(requests.every(({ body, attempt }) => body.equals(BODY) && attempt === 1)).toBe(true);
    expect(await redis.zcard('rf:fleet:redeliveries')).toBe(0);
  });

  it('takes those of a time, oldest first and so many, and says where the rest begins', async () => {
    const made = await dead('times', 4);
    const times = [];
    for (const [index, { deliveryId }] of made.entries()) {
      // Apart from each other, however fast they were made.
      const atMs = 1_700_000_000_000 + index * 1_000;
      await redis.hset(`rf:times:delivery:${deliveryId}`, 'createdAtMs', atMs);
      await redis.zadd('rf:times:deliveries', atMs, deliveryId);
      times.push(atMs);
    }
    const [, fromMs = 0, , toMs = 0] = times;
    const first = await deliveries.redeliverRange(range('times', { fromMs, toMs, limit: 2 }));
    expect(first).toEqual({ count: 2, nextFromMs: toMs });
    const rest = await deliveries.redeliverRange(
      range('times', { fromMs: first.nextFromMs, toMs: toMs - 1 }),
    );
    expect(rest).toEqual({ count: 0, nextFromMs: null });
    const states = await Promise.all(
      made.map(async ({ deliveryId }) => (await deliveries.get('times', deliveryId))?.status),
    );
    expect(states).toEqual(['dead', 'pending', 'pending', 'dead']);
  });

  it('sends what arrived again only when it is asked for', async () => {
    await receive([DELIVERED]);
    const delivery = await create({ tenantId: 'arrived' });
    await until(delivery, 'delivered');
    expect((await deliveries.redeliverRange(range('arrived'))).count).toBe(0);
    expect((await deliveries.redeliverRange(range('arrived', { status: 'delivered' }))).count).toBe(1);
  });

  it('is of one tenant', async () => {
    const [delivery] = await dead('owner', 1);
    expect((await deliveries.redeliverRange(range('stranger'))).count).toBe(0);
    expect(await createdAt('owner', delivery?.deliveryId ?? '')).toBeGreaterThan(0);
    expect((await deliveries.get('owner', delivery?.deliveryId ?? ''))?.status).toBe('dead');
  });

  it('is refused beyond so many a minute, with the time to wait', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    for (let index = 0; index < RANGES_PER_WINDOW; index += 1)
      await deliveries.redeliverRange(range('often'));
    const error: unknown = await deliveries.redeliverRange(range('often')).catch((caught: unknown) => caught);
    vi.useRealTimers();
    if (!isFault(error, 'rate-limited')) throw error;
    expect([(error.retryAfterMs ?? 0) > 0, (error.retryAfterMs ?? 0) <= 60_000]).toEqual([true, true]);
    expect((await deliveries.redeliverRange(range('others'))).count).toBe(0);
  });

  it('passes over deliveries whose time is over, and forgets them', async () => {
    const [delivery] = await dead('stale', 1);
    const gone = Array.from({ length: 450 }, (_, index) => [index, `wh-q_gone${index}-query-failed`]).flat();
    await redis.zadd('rf:stale:deliveries', ...gone);
    expect((await deliveries.redeliverRange(range('stale'))).count).toBe(1);
    expect(await redis.zcard('rf:stale:deliveries')).toBeLessThan(100);
    expect((await deliveries.get('stale', delivery?.deliveryId ?? ''))?.status).toBe('pending');
  });
});

describe('redelivering one', () => {
  it('sends one now that waits for its next attempt, from the first attempt on', async () => {
    const delivery = await create({ tenantId: 'waits' });
    const attempts: number[] = [];
    const handler = async ({ record, attempt }: DeliveryAttemptRequest): Promise<DeliveryResult> => {
      if (record.deliveryId !== delivery.deliveryId) return DELIVERED;
      return attempts.push(attempt) === 1 ? FAILING : DELIVERED;
    };
    await receive([], { handler, schedule: { delaysMs: [0, 3_600_000] } });
    const waiting = () => redis.zscore('bull:webhooks:delayed', delivery.deliveryId);
    await expect.poll(waiting).not.toBeNull();
    await deliveries.redeliver('waits', delivery.deliveryId);
    await until(delivery, 'delivered');
    expect(attempts).toEqual([1, 1]);
  });

  it('sends one again whose last attempt was under way, when that has ended', async () => {
    const delivery = await create({ tenantId: 'under-way' });
    const underWay = Promise.withResolvers<void>();
    const ending = Promise.withResolvers<DeliveryResult>();
    let attempts = 0;
    const handler = async ({ record }: DeliveryAttemptRequest): Promise<DeliveryResult> => {
      if (record.deliveryId !== delivery.deliveryId || (attempts += 1) > 1) return DELIVERED;
      underWay.resolve();
      return ending.promise;
    };
    await receive([], { handler });
    await underWay.promise;
    await deliveries.redeliver('under-way', delivery.deliveryId);
    ending.resolve(GONE);
    await until(delivery, 'dead');
    await expect.poll(() => redis.zscore('bull:webhooks:failed', delivery.deliveryId)).not.toBeNull();
    await resumeLater(1);
    await until(delivery, 'delivered');
    expect(attempts).toBe(2);
    expect(await redis.zcard('rf:fleet:redeliveries')).toBe(0);
  });

  it.each([
    [
      'its job was forgotten',
      async (id: string) =>
        void (await redis.del(`bull:webhooks:${id}`), await redis.zrem('bull:webhooks:failed', id)),
    ],
    [
      'its record was opened',
      async (id: string) => {
        await redis.del(`bull:webhooks:${id}`);
        await redis.zrem('bull:webhooks:failed', id);
        await redis.hset(`rf:half:delivery:${id}`, 'status', 'pending');
      },
    ],
  ])('is ended by whoever is up when its process died after %s', async (_name, dieAfter) => {
    const [delivery] = await dead('half', 1);
    if (delivery === undefined) throw new Error('nothing was made');
    const { deliveryId } = delivery;
    await redis.zadd('rf:fleet:redeliveries', Date.now(), `half:${deliveryId}`);
    await dieAfter(deliveryId);
    const later = createDeliveries({ redisUrl: server.url, sealer: stage.sealer });
    await vi.waitFor(() => later.resumeRedeliveries(10));
    await later.close();
    await receive([DELIVERED]);
    await until(delivery, 'delivered');
    expect(await redis.zcard('rf:fleet:redeliveries')).toBe(0);
  });

  it('is not buried by who has just read that its job before had failed', async () => {
    const [delivery] = await dead('buried', 1);
    const { deliveryId = '' } = delivery ?? {};
    const writes = createDeliveryWrites(redis, stage.sealer, systemClock);
    const deadLetter = () =>
      writes.finish({ tenantId: 'buried', deliveryId }, 'dead', 'interrupted too often');
    await deliveries.redeliver('buried', deliveryId);
    expect([await deadLetter(), (await deliveries.get('buried', deliveryId))?.status]).toEqual([
      false,
      'pending',
    ]);
    await redis.hincrby(`rf:buried:delivery:${deliveryId}`, 'reopenedAtMs', -61_000);
    expect(await deadLetter()).toBe(true);
  });

  it('leaves alone what somebody is just redelivering', async () => {
    await redis.zadd('rf:fleet:redeliveries', Date.now() + 50_000, 'half:wh-q_x-query-failed');
    expect(await deliveries.resumeRedeliveries(10)).toBe(0);
    await redis.del('rf:fleet:redeliveries');
  });
});
