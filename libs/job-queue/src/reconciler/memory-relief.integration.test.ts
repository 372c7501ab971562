import { submissionOf } from '@ragfleet/test-support';
import { BULL_PREFIX, queueKeys } from '@ragfleet/contracts';
import { systemClock } from '@ragfleet/kernel';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { succeed, TENANT } from '../lanes/lane-stage.fixture.ts';
import { sealer } from '../queries/query.test-data.ts';
import type { NewDelivery } from '../webhooks/contract.ts';
import { deliveryOf } from '../webhooks/delivery-stage.fixture.ts';
import { createDeliveryWrites } from '../webhooks/delivery-writes.ts';
import { inGroups } from '../webhooks/redelivery/in-groups.ts';
import { openReconcilerStage } from './reconciler-stage.fixture.ts';

const { ask, queryService, endOf, newReconciler, redis, runBoth, startWorkers } = await openReconcilerStage();
const LANE = `${BULL_PREFIX}:rag-normal`;
const HOUR_MS = 3_600_000;
const WEBHOOK = {
  url: 'https://hooks.example.com/x',
  events: ['query.succeeded' as const],
  include_result: true,
};

afterEach(() => redis.config('SET', 'maxmemory', 0));

/** Makes what Redis holds this part of what it may. So much that a few connections more change little. */
async function fill(share: number): Promise<void> {
  await redis.setrange('ballast', 40_000_000, 'x');
  const used = Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
  await redis.config('SET', 'maxmemory', Math.round(used / share));
}

/** Ended queries, as if they had ended an hour apart, the first 10 hours ago. */
async function ended(count: number, more: Parameters<typeof ask>[0] = {}): Promise<string[]> {
  await startWorkers(succeed);
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const record = await ask(more);
    await endOf(record);
    ids.push(record.queryId);
  }
  await age(ids);
  return ids;
}

async function age(ids: readonly string[]): Promise<void> {
  await redis.del(queueKeys.finished);
  for (const [at, queryId] of ids.entries())
    await redis.xadd(queueKeys.finished, Date.now() - (10 - at) * HOUR_MS, 'm', `${TENANT}:${queryId}`);
}
const keptOf = async (ids: readonly string[]): Promise<boolean[]> =>
  Promise.all(ids.map(async (queryId) => (await queryService.get(TENANT, queryId)) !== null));

type Status = 'delivered' | 'dead';
const STREAM = { delivered: queueKeys.deliveredWebhooks, dead: queueKeys.deadWebhooks } as const;
let made = 0;

/** Webhooks that ended in this way so long ago. */
async function endedWebhooks(count: number, status: Status, agoMs: number): Promise<NewDelivery[]> {
  const atMs = Date.now() - agoMs;
  const writes = createDeliveryWrites(redis, sealer, { ...systemClock, nowMs: () => atMs });
  const attempt = { atMs, durationMs: 1, httpStatus: 200, error: null };
  const arrival = { endpointId: 'we_1', attempt, body: null };
  const all = Array.from({ length: count }, () => deliveryOf(`q_${++made}`));
  const end = async (delivery: NewDelivery): Promise<unknown> => {
    await writes.create(delivery, Buffer.from('{}'));
    return status === 'dead' ? writes.deadLetter(delivery, 'gone') : writes.deliver(delivery, arrival);
  };
  await inGroups(all, 100, end);
  await ageStream(STREAM[status], atMs);
  return all;
}

/** As if what it names had ended then. */
async function ageStream(stream: string, atMs: number): Promise<void> {
  const entries = await redis.xrange(stream, '-', '+');
  const aged = redis.pipeline().del(stream);
  for (const [at, [, fields]] of entries.entries()) aged.xadd(stream, `${atMs}-${at}`, ...fields);
  await aged.exec();
}

const recordOf = ({ tenantId, deliveryId }: NewDelivery): string => queueKeys.delivery(tenantId, deliveryId);

describe('while the queue Redis is fuller than it should be', () => {
  it('ended queries are removed with their events, each counted once by two leaders', async () => {
    const ids = await ended(4);
    await fill(0.62);
    const acted = await runBoth();
    expect(acted.filter((action) => action === 'query-trimmed')).toHaveLength(4);
    expect(await keptOf(ids)).toEqual([false, false, false, false]);
    expect(await redis.exists(...ids.map((queryId) => queueKeys.events(TENANT, queryId)))).toBe(0);
    expect(await redis.xlen(queueKeys.finished)).toBe(0);
  });

  it('frees in one pass what comes behind many entries whose records are gone, or wait for their webhooks', async () => {
    const entries = redis.pipeline().del(queueKeys.finished);
    const fromMs = Date.now() - 10 * HOUR_MS;
    for (let at = 0; at < 1_000; at += 1)
      entries.xadd(queueKeys.finished, fromMs + at, 'm', `${TENANT}:q_gone${at}`);
    for (let at = 0; at < 400; at += 1) {
      const mark = `${TENANT}:q_there${at}`;
      entries.xadd(queueKeys.finished, fromMs + 1_000 + at, 'm', mark);
      entries.hset(queueKeys.query(TENANT, `q_there${at}`), 'state', 'succeeded');
      if (at < 200) entries.zadd(queueKeys.outbox, fromMs, mark);
    }
    await entries.exec();
    await fill(0.62);
    const acted = await runBoth();
    await redis.del(queueKeys.outbox);
    expect(acted.filter((action) => action === 'query-trimmed')).toHaveLength(200);
    expect(await redis.xlen(queueKeys.finished)).toBe(200);
    expect(await runBoth()).toContain('query-trimmed');
    expect(await redis.xlen(queueKeys.finished)).toBe(0);
  });

  it('keeps what is open, what has just ended, and what its webhook is still to be made of', async () => {
    const [withWebhook = ''] = await ended(1, {
      submission: submissionOf('How many days?', { callback: WEBHOOK }),
    });
    // As if its worker had died before it handed the webhook over.
    const mark = `${TENANT}:${withWebhook}`;
    await vi.waitUntil(async () => (await redis.zscore(queueKeys.outbox, mark)) === null);
    await redis.zadd(queueKeys.outbox, Date.now(), mark);
    const open = await ask({ lane: 'low' });
    await endOf(open);
    await redis.hset(queueKeys.query(TENANT, open.queryId), 'state', 'queued');
    await age([withWebhook, open.queryId]);
    const fresh = await ask();
    await endOf(fresh);
    await fill(0.62);
    expect(await runBoth()).not.toContain('query-trimmed');
    expect(await keptOf([withWebhook, fresh.queryId, open.queryId])).toEqual([true, true, true]);
  });

  it('a pass removes a thousand webhooks that arrived, before any answer, and dead letters after a day alone', async () => {
    const arrived = await endedWebhooks(1_000, 'delivered', HOUR_MS);
    const dead = await endedWebhooks(1, 'dead', 23 * HOUR_MS);
    await ended(1);
    await fill(0.62);
    const acted = await runBoth();
    expect(acted.filter((action) => action === 'delivery-trimmed')).toHaveLength(1_000);
    expect(acted.lastIndexOf('delivery-trimmed')).toBeLessThan(acted.indexOf('query-trimmed'));
    expect(acted).not.toContain('dead-letter-trimmed');
    expect(await redis.exists(...arrived.map(recordOf))).toBe(0);
    expect(await redis.zcard(queueKeys.deliveries(TENANT))).toBe(1);
    for (const delivery of dead)
      await redis.hset(recordOf(delivery), 'finishedAtMs', Date.now() - 25 * HOUR_MS);
    await ageStream(STREAM.dead, Date.now() - 25 * HOUR_MS);
    expect(await runBoth()).toEqual(['dead-letter-trimmed']);
    expect(await redis.exists(...dead.map(recordOf), queueKeys.deadDeliveries(TENANT))).toBe(0);
  });

  it('keeps webhooks that have just ended, that are sent again, and that the outbox may still make', async () => {
    const [again, anew, owed] = [
      await endedWebhooks(1, 'delivered', HOUR_MS),
      await endedWebhooks(1, 'delivered', HOUR_MS),
      await endedWebhooks(1, 'delivered', HOUR_MS),
    ];
    const writes = createDeliveryWrites(redis, sealer, systemClock);
    for (const delivery of [...again, ...anew]) await writes.reopen(delivery);
    for (const delivery of anew) await writes.deadLetter(delivery, 'gone');
    for (const { subjectId } of owed)
      await redis.zadd(queueKeys.outbox, Date.now(), `${TENANT}:${subjectId}`);
    const fresh = await endedWebhooks(1, 'delivered', 60_000);
    await ageStream(STREAM.delivered, Date.now() - HOUR_MS);
    await fill(0.62);
    expect(await runBoth()).toEqual([]);
    await redis.del(queueKeys.outbox);
    expect(await redis.exists(...[...again, ...anew, ...owed, ...fresh].map(recordOf))).toBe(4);
  });

  it('removes jobs that ended a while ago, and parked ones only after a day', async () => {
    const [old = '', parked = ''] = await ended(2);
    await vi.waitUntil(async () => (await redis.zcard(`${LANE}:completed`)) === 2);
    await redis.zadd(`${LANE}:completed`, Date.now() - HOUR_MS, old);
    await redis.hset(`${LANE}:${old}`, 'finishedOn', Date.now() - HOUR_MS);
    await redis.zrem(`${LANE}:completed`, parked);
    await redis.zadd(`${LANE}:failed`, Date.now() - HOUR_MS, parked);
    await fill(0.62);
    expect((await runBoth()).filter((action) => action === 'job-trimmed')).toHaveLength(1);
    expect(await redis.exists(`${LANE}:${old}`)).toBe(0);
    expect(await redis.exists(`${LANE}:${parked}`)).toBe(1);
    await redis.zadd(`${LANE}:failed`, Date.now() - 25 * HOUR_MS, parked);
    await redis.hset(`${LANE}:${parked}`, 'finishedOn', Date.now() - 25 * HOUR_MS);
    expect(await runBoth()).toContain('job-trimmed');
    expect(await redis.exists(`${LANE}:${parked}`)).toBe(0);
  });
});

it('a queue Redis that is full is given room by its reconciler, which cannot even take its lease there', async () => {
  const ids = await ended(3);
  const acted: string[] = [];
  const reconciler = newReconciler(acted, { intervalMs: 100 });
  await fill(1.5);
  await reconciler.start();
  await vi.waitUntil(() => acted.filter((action) => action === 'query-trimmed').length === 3);
  expect(await keptOf(ids)).toEqual([false, false, false]);
});

describe('while the queue Redis has room', () => {
  it.each([0, 0.5])('nothing goes before its time, with %s of its memory in use', async (share) => {
    const ids = await ended(2);
    if (share > 0) await fill(share);
    expect(await runBoth()).toEqual([]);
    expect(await keptOf(ids)).toEqual([true, true]);
  });
});
