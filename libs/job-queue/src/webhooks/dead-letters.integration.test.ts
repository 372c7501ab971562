import { queueKeys } from '@ragfleet/contracts';
import { systemClock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import type { NewDelivery } from './contract.ts';
import { createDeliveryReads } from './delivery-reads.ts';
import { deliveryOf } from './delivery-stage.fixture.ts';
import { createDeliveryWrites } from './delivery-writes.ts';

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const { redis } = await openTestRedis();
const reads = createDeliveryReads(redis, sealer);
const START_MS = Date.now() - 100_000;
let made = 0;
const writes = createDeliveryWrites(redis, sealer, { ...systemClock, nowMs: () => START_MS + made });

async function create(tenantId: string): Promise<NewDelivery> {
  const delivery = { ...deliveryOf(`q_${++made}`), tenantId };
  await writes.create(delivery, Buffer.from('{}'));
  return delivery;
}

async function createMany(tenantId: string, count: number): Promise<void> {
  for (let left = count; left > 0; left -= 100)
    await Promise.all(Array.from({ length: Math.min(100, left) }, () => create(tenantId)));
}

async function deadLetter(tenantId: string): Promise<NewDelivery> {
  const delivery = await create(tenantId);
  await writes.deadLetter(delivery, 'exhausted: timeout');
  return delivery;
}

const idsOf = (records: readonly { readonly deliveryId: string }[]): string[] =>
  records.map(({ deliveryId }) => deliveryId);
const listed = async (tenantId: string, limit = 10): Promise<string[]> => {
  const wanted = { tenantId, subjectId: null, status: 'dead', limit, startingAfter: null } as const;
  return idsOf((await reads.list(wanted, AbortSignal.timeout(5_000))).records);
};
const ranged = (tenantId: string, limit = 10, fromMs: number | null = null) =>
  reads.range({ tenantId, status: 'dead', fromMs, toMs: null, limit });

describe('dead letters', () => {
  it('are listed also behind thousands of newer webhooks', async () => {
    const { deliveryId } = await deadLetter('busy');
    await createMany('busy', 2_001);
    expect(await listed('busy')).toEqual([deliveryId]);
  });

  it('are in a range also when the index of all webhooks knows them no more', async () => {
    const { deliveryId } = await deadLetter('crowded');
    await redis.zrem(queueKeys.deliveries('crowded'), deliveryId);
    const { records, nextFromMs } = await ranged('crowded');
    expect([idsOf(records), nextFromMs]).toEqual([[deliveryId], null]);
  });

  it('are found where an earlier release buried them, among those of this one and in their order', async () => {
    const ids = idsOf([await deadLetter('both'), await deadLetter('both'), await deadLetter('both')]);
    await redis.zrem(queueKeys.deadDeliveries('both'), ids[1] ?? '');
    expect(await listed('both')).toEqual(ids.toReversed());
    expect(await listed('both', 2)).toEqual(ids.toReversed().slice(0, 2));
    expect(idsOf((await ranged('both')).records)).toEqual(ids);
    const first = await ranged('both', 2);
    expect(idsOf(first.records)).toEqual(ids.slice(0, 2));
    expect(idsOf((await ranged('both', 2, first.nextFromMs)).records)).toEqual(ids.slice(2));
  });

  it('are in a range up to where all webhooks were looked at, and the rest in the next', async () => {
    const early = await deadLetter('long');
    await createMany('long', 2_000);
    const late = await deadLetter('long');
    const first = await ranged('long');
    expect(idsOf(first.records)).toEqual([early.deliveryId]);
    expect(idsOf((await ranged('long', 10, first.nextFromMs)).records)).toEqual([late.deliveryId]);
  });

  it('are no longer there once they are sent again, or removed', async () => {
    const [again, gone] = [await deadLetter('left'), await deadLetter('left')];
    await writes.reopen(again);
    await writes.removeSubject('left', gone.subjectId);
    expect(await redis.zcard(queueKeys.deadDeliveries('left'))).toBe(0);
    await writes.deadLetter(again, 'exhausted: timeout');
    expect(await listed('left')).toEqual([again.deliveryId]);
  });
});
