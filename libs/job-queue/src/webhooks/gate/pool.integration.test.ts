import type { DeliveryResult } from '@ragfleet/contracts';
import { expect, it } from 'vitest';
import type { DeliveryAttemptRequest } from '../contract.ts';
import { DELIVERED, openDeliveryStage } from '../delivery-stage.fixture.ts';
import { MAX_WAIT_MS } from './line.ts';

const stage = await openDeliveryStage();
const { create, receive, until, deliveries, server } = stage;
const TIMEOUT: DeliveryResult = { outcome: 'retry', httpStatus: null, error: 'timeout' };

/** How often BullMQ has started each of these jobs. */
const startsOf = async (subjectIds: readonly string[]): Promise<number[]> => {
  const starts = subjectIds.map((id) => server.redis.hget(`bull:webhooks:wh-${id}-query-succeeded`, 'ats'));
  return (await Promise.all(starts)).map(Number);
};

it('a thousand deliveries to an endpoint that hangs leave the pool to the others, cost no attempt and come back seldom', async () => {
  const url = 'https://hangs.example.com/x';
  const hanging = await Promise.all(Array.from({ length: 1_000 }, () => create({ url })));
  const healthy = await Promise.all(
    Array.from({ length: 40 }, (_, index) => create({ url: `https://h${index % 10}.example.com/` })),
  );
  const release = Promise.withResolvers<void>();
  let [inside, peak] = [0, 0];
  const handler = async ({ record }: DeliveryAttemptRequest): Promise<DeliveryResult> => {
    if (record.url !== url) return DELIVERED;
    peak = Math.max(peak, ++inside);
    await release.promise;
    inside -= 1;
    return DELIVERED;
  };
  await receive([], { handler, concurrency: 16 });
  for (const delivery of healthy) await until(delivery, 'delivered');
  // All of them have been looked at by now, since the healthy ones stood behind them.
  const subjects = hanging.map(({ subjectId }) => subjectId);
  const starts = await startsOf(subjects);
  expect([peak, inside, Math.min(...starts) > 0]).toEqual([4, 4, true]);
  // Most of them stay away for long, and none for ever.
  const dueAfter = (ms: number) =>
    server.redis.zcount('bull:webhooks:delayed', (Date.now() + ms) * 0x1000, '+inf');
  expect(await dueAfter(3_000)).toBeGreaterThan(subjects.length / 2);
  expect(await dueAfter(MAX_WAIT_MS + 1_000)).toBe(0);
  const jobs = await Promise.all(
    subjects.map((id) => server.redis.hget(`bull:webhooks:wh-${id}-query-succeeded`, 'atm')),
  );
  expect(new Set(jobs)).toEqual(new Set([null]));
  await Promise.all(hanging.map((delivery) => deliveries.purge('acme', delivery.subjectId)));
  release.resolve();
});

it('what waits for a dead origin for five days is given up, although its attempts are not used up', async () => {
  const later = 5 * 86_400_000 + 60_000;
  const urls = Array.from({ length: 12 }, (_, index) => `https://gone-dark.example.com/${index}`);
  const waiting = await Promise.all(urls.map((url) => create({ url })));
  const fresh = await create({ url: 'https://fresh.example.com/' });
  await receive([], {
    handler: async ({ record }) => (record.deliveryId === fresh.deliveryId ? DELIVERED : TIMEOUT),
    schedule: { delaysMs: [0, 60_000] },
    clock: { nowMs: () => Date.now() + later, monotonicMs: () => performance.now() },
  });
  await until(fresh, 'delivered');
  const states = async () => {
    const records = await Promise.all(waiting.map(({ deliveryId }) => deliveries.get('acme', deliveryId)));
    return records
      .map((record) => `${record?.status} ${record?.reason} ${record?.attempts.length}`)
      .toSorted();
  };
  await expect
    .poll(async () => new Set(await states()))
    .toEqual(new Set(['dead exhausted: endpoint failing for 5 days 0', 'pending null 1']));
});

it('what waits for its turn at an endpoint that answers is not given up, however old it is', async () => {
  const waiting = await Promise.all(
    Array.from({ length: 8 }, () => create({ url: 'https://slow.example.com/x' })),
  );
  const running = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  let inside = 0;
  await receive([], {
    handler: async () => {
      if (++inside === 4) running.resolve();
      await release.promise;
      return DELIVERED;
    },
    clock: { nowMs: () => Date.now() + 6 * 86_400_000, monotonicMs: () => performance.now() },
  });
  await running.promise;
  const lookedAt = async () => Math.min(...(await startsOf(waiting.map(({ subjectId }) => subjectId))));
  await expect.poll(lookedAt).toBeGreaterThan(0);
  release.resolve();
  const records = await Promise.all(waiting.map((delivery) => until(delivery, 'delivered')));
  expect(records.every(({ attempts }) => attempts.length === 1)).toBe(true);
});

it('an endpoint that answers nothing to delivery after delivery is left alone, without an attempt, until its pause is over', async () => {
  const url = 'https://dead.example.com/x';
  const dead = await Promise.all(Array.from({ length: 30 }, () => create({ url })));
  const other = await create({ url: 'https://alive.example.com/x' });
  const tried: string[] = [];
  const handler = async ({ record }: DeliveryAttemptRequest): Promise<DeliveryResult> => {
    if (record.url !== url) return DELIVERED;
    tried.push(record.deliveryId);
    return TIMEOUT;
  };
  await receive([], { handler, schedule: { delaysMs: [0, 60_000] } });
  await until(other, 'delivered');
  const areDelayed = async () => {
    const due = dead.map(({ deliveryId }) => server.redis.zscore('bull:webhooks:delayed', deliveryId));
    return (await Promise.all(due)).every((atMs) => atMs !== null);
  };
  await expect.poll(async () => tried.length >= 5 && (await areDelayed())).toBe(true);
  // Four at a time: the last of those that run while the fifth failed.
  expect(tried.length).toBeLessThanOrEqual(8);
  const untried = dead.filter(({ deliveryId }) => !tried.includes(deliveryId));
  const records = await Promise.all(untried.map(({ deliveryId }) => deliveries.get('acme', deliveryId)));
  expect(records.every((record) => record?.status === 'pending' && record.attempts.length === 0)).toBe(true);
});
