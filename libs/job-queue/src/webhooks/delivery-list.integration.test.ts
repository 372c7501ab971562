import { queueKeys } from '@ragfleet/contracts';
import { Fault, systemClock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { OnUnreadable } from '../records/read-each.ts';
import type { DeliveryRecord, NewDelivery } from './contract.ts';
import { createDeliveryReads } from './delivery-reads.ts';
import { deliveryOf } from './delivery-stage.fixture.ts';
import { createDeliveryWrites } from './delivery-writes.ts';

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const { redis } = await openTestRedis();
const reads = createDeliveryReads(redis, sealer);
const START_MS = Date.now() - 100_000;
let nowMs = START_MS;
const writes = createDeliveryWrites(redis, sealer, { ...systemClock, nowMs: () => nowMs });
const never = new AbortController().signal;
const all = { tenantId: 'acme', subjectId: null, status: null, limit: 10, startingAfter: null } as const;

beforeEach(async () => {
  nowMs = START_MS;
  await redis.flushdb();
  await redis.config('RESETSTAT');
});

const create = async (subjectId: string): Promise<NewDelivery> => {
  const delivery = deliveryOf(subjectId);
  await writes.create(delivery, Buffer.from('{}'));
  return delivery;
};
const deliver = async (subjectId: string): Promise<void> => {
  const attempt = { atMs: nowMs, durationMs: 1, httpStatus: 200, error: null };
  await writes.deliver(await create(subjectId), { endpointId: 'we_1', attempt, body: null });
};
const deliverMany = async (count: number): Promise<void> => {
  for (let from = 0; from < count; from += 100) {
    nowMs += 1;
    const size = Math.min(100, count - from);
    await Promise.all(Array.from({ length: size }, (_, at) => deliver(`q_many_${from + at}`)));
  }
};

/** The ids of the pages of two that lead through a list. */
async function pagesOf(changes: Partial<Parameters<typeof reads.list>[0]>): Promise<string[][]> {
  const pages: string[][] = [];
  for (let startingAfter: string | null = null; ; ) {
    const { records, hasMore } = await reads.list({ ...all, limit: 2, ...changes, startingAfter }, never);
    pages.push(records.map(({ deliveryId }) => deliveryId));
    if (!hasMore) return pages;
    startingAfter = records.at(-1)?.deliveryId ?? null;
  }
}
const idOf = (subjectId: string): string => deliveryOf(subjectId).deliveryId;

describe('the list of webhooks', () => {
  it('holds the one of a rare status also behind thousands of newer ones', async () => {
    const { deliveryId } = await create('q_waiting');
    await deliverMany(2_001);
    const { records, hasMore } = await reads.list({ ...all, status: 'pending' }, never);
    expect([records.map((record) => record.deliveryId), hasMore]).toEqual([[deliveryId], false]);
  });

  it('looks at the status alone of those that it leaves out', async () => {
    await create('q_waiting');
    await deliverMany(1_200);
    await reads.list({ ...all, status: 'pending' }, never);
    const calls = async (command: string): Promise<number> =>
      Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(await redis.info('commandstats'))?.[1] ?? 0);
    // The scripts that ended the others read their status as well, once each.
    expect(await calls('hmget')).toBe(1);
  });

  it('reads no more than was asked for, and one that tells that there is more', async () => {
    for (let serial = 1; serial <= 8; serial += 1) await create(`q_${serial}`);
    const range = vi.spyOn(redis, 'zrevrange');
    onTestFinished(() => range.mockRestore());
    expect(await reads.list({ ...all, limit: 3 }, never)).toMatchObject({
      records: { length: 3 },
      hasMore: true,
    });
    expect(range.mock.calls.map(([, from, to]) => [from, to])).toEqual([[0, 3]]);
  });

  it('leaves out what cannot be read, and tells of it by its id', async () => {
    const made = [await create('q_1'), await create('q_2'), await create('q_3')];
    const [first, broken, last] = made.map(({ deliveryId }) => deliveryId);
    await redis.hset(queueKeys.delivery('acme', broken ?? ''), 'url', 'not sealed by anybody');
    const onUnreadable = vi.fn<OnUnreadable>();
    const telling = createDeliveryReads(redis, sealer, onUnreadable);
    const { records } = await telling.list({ ...all, limit: 2 }, never);
    expect(records.map(({ deliveryId }) => deliveryId).toSorted()).toEqual([first, last]);
    expect(onUnreadable.mock.calls).toEqual([[{ kind: 'delivery', tenantId: 'acme', ids: [broken] }]]);
    const corrupt = { kind: 'corrupt' };
    await expect(telling.get('acme', broken ?? '')).rejects.toMatchObject(corrupt);
    // What it does not find it takes for gone, and removes from the list.
    const range = { tenantId: 'acme', status: 'dead', fromMs: null, toMs: null, limit: 9 } as const;
    await expect(telling.range(range)).rejects.toMatchObject(corrupt);
  });

  it('is read to its end page by page, also where many were made in one moment', async () => {
    for (const subjectId of ['q_1', 'q_2', 'q_3']) await deliver(subjectId);
    nowMs += 1;
    await create('q_4');
    await deliver('q_5');
    expect(await pagesOf({})).toEqual([
      [idOf('q_5'), idOf('q_4')],
      [idOf('q_3'), idOf('q_2')],
      [idOf('q_1')],
    ]);
    expect(await pagesOf({ status: 'delivered' })).toEqual([
      [idOf('q_5'), idOf('q_3')],
      [idOf('q_2'), idOf('q_1')],
    ]);
    expect(await pagesOf({ status: 'pending' })).toEqual([[idOf('q_4')]]);
  });

  it('goes on among dead letters, those of an earlier release too, from one that was sent again meanwhile', async () => {
    const made: NewDelivery[] = [];
    for (let serial = 1; serial <= 5; serial += 1) {
      nowMs += 1;
      const delivery = await create(`q_${serial}`);
      made.unshift(delivery);
      await writes.deadLetter(delivery, 'exhausted: timeout');
    }
    const ids = made.map(({ deliveryId }) => deliveryId);
    await redis.zrem(queueKeys.deadDeliveries('acme'), ids[0] ?? '', ids[3] ?? '');
    await redis.zrem(queueKeys.deliveries('acme'), ids[1] ?? '');
    expect(await pagesOf({ status: 'dead' })).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    await writes.reopen({ tenantId: 'acme', deliveryId: ids[2] ?? '' });
    const rest = await reads.list({ ...all, status: 'dead', startingAfter: ids[2] ?? '' }, never);
    expect(rest.records.map(({ deliveryId }) => deliveryId)).toEqual(ids.slice(3));
  });

  it('of one query goes on in the same way', async () => {
    const { tenantId, subjectId } = await create('q_1');
    nowMs += 1;
    const failed = `wh-${subjectId}-query-failed`;
    await writes.create(
      { ...deliveryOf(subjectId), deliveryId: failed, event: 'query.failed' },
      Buffer.from('{}'),
    );
    const wanted = { ...all, tenantId, subjectId, limit: 1 };
    const first = await reads.list(wanted, never);
    const ids = (records: readonly DeliveryRecord[]) => records.map(({ deliveryId }) => deliveryId);
    expect([ids(first.records), first.hasMore]).toEqual([[failed], true]);
    const second = await reads.list({ ...wanted, startingAfter: failed }, never);
    expect([ids(second.records), second.hasMore]).toEqual([[idOf(subjectId)], false]);
  });

  it('refuses to go on after one that it does not hold', async () => {
    await create('q_1');
    const refused = { kind: 'invalid-input', problems: [{ pointer: '/starting_after' }] };
    for (const changes of [{}, { status: 'dead' }, { subjectId: 'q_1' }] as const)
      await expect(
        reads.list({ ...all, ...changes, startingAfter: idOf('q_9') }, never),
      ).rejects.toMatchObject(refused);
  });

  it('ends between two looks when its client goes', async () => {
    await deliverMany(1_200);
    const pages = vi.spyOn(redis, 'zrevrange');
    onTestFinished(() => pages.mockRestore());
    const gone = AbortSignal.abort(new Fault('canceled', 'The client has gone.'));
    await expect(reads.list({ ...all, status: 'pending' }, gone)).rejects.toMatchObject({ kind: 'canceled' });
    expect(pages).not.toHaveBeenCalled();
  });
});
