import { BULL_PREFIX } from '@ragfleet/contracts';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { Queue } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIngestWorker } from '../ingestion/create-ingest-worker.ts';
import { createSyncWorker } from '../sync/create-sync-worker.ts';
import { createWarmWorker } from '../warming/create-warm-worker.ts';
import { createDeliveryWorker } from '../webhooks/create-delivery-worker.ts';

const { redis, url: redisUrl } = await openTestRedis();
const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
/** What was run or given up. */
const touched: string[] = [];
const touch = async (): Promise<never> => {
  touched.push('touched');
  throw new Error('This job cannot be read.');
};
const common = { redisUrl, sealer, handler: touch, onError: () => undefined };

const observer = { deadLettered: touch, endpointDisabled: touch };

const WORKERS = [
  ['ingest', () => createIngestWorker({ ...common, onGivenUp: touch })],
  ['sync', () => createSyncWorker(common)],
  ['warm', () => createWarmWorker(common)],
  ['webhooks', () => createDeliveryWorker({ ...common, mayReadResult: touch, observer })],
] as const;

const UNREADABLE = {
  later: JSON.stringify({
    v: 2,
    tenantId: 'acme',
    ingestionId: 'x',
    source: 'x',
    warmId: 'x',
    deliveryId: 'x',
  }),
  broken: '{"v":1,"tenantId"',
};

beforeEach(async () => {
  touched.length = 0;
  await redis.flushdb();
});

describe.each(WORKERS)('a job of the queue %s that this version cannot read', (name, createWorker) => {
  let worker: ReturnType<typeof createWorker>;
  afterEach(() => worker.drain(2_000));

  it('is parked as it is: neither run, nor tried again, nor given up', async () => {
    const queue = new Queue(name, { connection: redis, prefix: BULL_PREFIX });
    for (const [jobId, data] of Object.entries(UNREADABLE)) {
      await queue.add('job', {}, { jobId, attempts: 5 });
      await redis.hset(`${BULL_PREFIX}:${name}:${jobId}`, 'data', data);
    }
    worker = createWorker();
    await worker.start();
    await vi.waitFor(async () => expect(await redis.zcard(`${BULL_PREFIX}:${name}:failed`)).toBe(2), {
      timeout: 5_000,
    });
    for (const [jobId, data] of Object.entries(UNREADABLE))
      expect(await redis.hmget(`${BULL_PREFIX}:${name}:${jobId}`, 'data', 'atm')).toEqual([data, '1']);
    expect(touched).toEqual([]);
    await queue.close();
  });
});
