import type { Clock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import type { NewDelivery } from './contract.ts';
import { createDeliveryReads } from './delivery-reads.ts';
import { deliveryOf } from './delivery-stage.fixture.ts';
import { createDeliveryWrites, type DeliveryWrites } from './delivery-writes.ts';

const NOW_MS = Date.parse('2026-11-01T00:00:00Z');
const SKEW_MS = 2_000;

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const { redis } = await openTestRedis();
const reads = createDeliveryReads(redis, sealer);

function writesAt(atMs: number): DeliveryWrites {
  const clock: Clock = { nowMs: () => atMs, monotonicMs: () => 0 };
  return createDeliveryWrites(redis, sealer, clock);
}

/** One that was sent again by a process whose clock is ahead of that of the worker which runs it. */
async function reopenedAhead(subjectId: string): Promise<NewDelivery> {
  const delivery = deliveryOf(subjectId);
  const ahead = writesAt(NOW_MS + SKEW_MS);
  await ahead.create(delivery, Buffer.from('{}'));
  await ahead.deadLetter(delivery, 'gone');
  await ahead.reopen(delivery);
  return delivery;
}

const statusOf = async ({ tenantId, deliveryId }: NewDelivery) =>
  (await reads.get(tenantId, deliveryId))?.status;

it('reads delivered when it arrived, also where the clock of whoever had it sent again is ahead', async () => {
  const delivery = await reopenedAhead('q_arrived');
  const attempt = { atMs: NOW_MS, durationMs: 1, httpStatus: 200, error: null };
  await writesAt(NOW_MS).deliver(delivery, { endpointId: 'we_1', attempt, body: null });
  expect(await statusOf(delivery)).toBe('delivered');
});

it('is buried when it was given up, also where that clock is ahead', async () => {
  const delivery = await reopenedAhead('q_given-up');
  expect(await writesAt(NOW_MS).deadLetter(delivery, 'exhausted: timeout')).toBe(true);
  expect(await statusOf(delivery)).toBe('dead');
});

it('is not buried for the job before, however the clocks differ', async () => {
  const delivery = await reopenedAhead('q_job-before');
  expect(await writesAt(NOW_MS).finish(delivery, 'dead', 'interrupted too often')).toBe(false);
  expect(await statusOf(delivery)).toBe('pending');
});
