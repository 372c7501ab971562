import type { DeliveryResult } from '@ragfleet/contracts';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Deliveries, DeliveryAttemptRequest, DeliveryWorker, NewDelivery } from './contract.ts';
import { createDeliveries } from './create-deliveries.ts';
import { createDeliveryWorker, type DeliveryWorkerOptions } from './create-delivery-worker.ts';

const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const fast = { delaysMs: [0, 20, 20, 20, 20, 20, 20, 20] };
const delivered: DeliveryResult = { outcome: 'delivered', httpStatus: 200 };
const failing: DeliveryResult = { outcome: 'retry', httpStatus: 500, error: 'not accepted' };
const body = Buffer.from(
  '{"type":"query.succeeded","data":{"id":"q","question":"secret question?","result":{"answer":"42"}}}',
);

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
let deliveries: Deliveries;
const workers: DeliveryWorker[] = [];
let serial = 0;

beforeAll(async () => {
  deliveries = createDeliveries({ redisUrl: server.url, sealer });
  await vi.waitFor(() => deliveries.list({ tenantId: 'acme', subjectId: null, status: null, limit: 1 }));
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.drain(5_000)));
});
afterAll(async () => {
  await deliveries.close();
});

function newDelivery(changes: Partial<NewDelivery> = {}): NewDelivery {
  const subjectId = `q_${++serial}`;
  return {
    tenantId: 'acme',
    deliveryId: `wh-${subjectId}-query-succeeded`,
    subjectId,
    principalId: 'ann',
    keyId: 'key1',
    event: 'query.succeeded',
    url: `https://hooks.example.com/${subjectId}?token=hidden`,
    ...changes,
  };
}

/** A worker whose receiver answers by script, the last answer for ever. */
async function receive(script: readonly DeliveryResult[], options: Partial<DeliveryWorkerOptions> = {}) {
  const requests: DeliveryAttemptRequest[] = [];
  const worker = createDeliveryWorker({
    redisUrl: server.url,
    sealer,
    handler: async (request) => (
      requests.push(request), script[Math.min(requests.length, script.length) - 1] ?? delivered
    ),
    mayReadResult: async () => true,
    onError: (error) => expect.unreachable(String(error)),
    schedule: fast,
    ...options,
  });
  workers.push(worker);
  await worker.start();
  return requests;
}

const until = (delivery: NewDelivery, status: string) =>
  vi.waitFor(
    async () => {
      const record = await deliveries.get(delivery.tenantId, delivery.deliveryId);
      expect(record?.status).toBe(status);
      return record;
    },
    { interval: 10 },
  );

describe('deliveries', () => {
  it('sends the same bytes under the same id until the receiver takes them, and logs every attempt', async () => {
    const delivery = newDelivery();
    const requests = await receive([failing, failing, failing, delivered]);
    await deliveries.create(delivery, body);
    const record = await until(delivery, 'delivered');
    expect(requests.map(({ record, attempt }) => [record.deliveryId, attempt])).toEqual(
      [1, 2, 3, 4].map((attempt) => [delivery.deliveryId, attempt]),
    );
    expect(requests.every((request) => request.body.equals(body))).toBe(true);
    expect(record?.attempts.map((attempt) => attempt.httpStatus)).toEqual([500, 500, 500, 200]);
    expect(record).toMatchObject({ url: delivery.url, reason: null });
    expect(record?.finishedAtMs).toBeGreaterThanOrEqual(record?.createdAtMs ?? Infinity);
  });

  it('creates one job however often it is told', async () => {
    const delivery = newDelivery();
    const requests = await receive([delivered]);
    await Promise.all(Array.from({ length: 20 }, () => deliveries.create(delivery, body)));
    await until(delivery, 'delivered');
    await deliveries.create(delivery, Buffer.from('{"other":"bytes"}'));
    const marker = newDelivery();
    await deliveries.create(marker, body);
    await until(marker, 'delivered');
    expect(requests.map((request) => request.record.deliveryId)).toEqual([
      delivery.deliveryId,
      marker.deliveryId,
    ]);
  });

  it('buries a delivery when the schedule ends, and sends it again when asked', async () => {
    const delivery = newDelivery();
    const requests = await receive([...Array.from({ length: 8 }, () => failing), delivered]);
    await deliveries.create(delivery, body);
    expect(await until(delivery, 'dead')).toMatchObject({ reason: 'exhausted: not accepted' });
    expect(requests).toHaveLength(8);
    expect(await deliveries.redeliver('acme', delivery.deliveryId)).toMatchObject({
      deliveryId: delivery.deliveryId,
    });
    const record = await until(delivery, 'delivered');
    expect(record?.attempts).toHaveLength(9);
    expect(requests.at(-1)?.body.equals(body)).toBe(true);
  });

  it('sends nothing more to an endpoint that is gone, until somebody redelivers to it', async () => {
    const first = newDelivery();
    const second = newDelivery({ url: first.url });
    const gone: DeliveryResult = { outcome: 'dead', httpStatus: 410, error: 'gone', disableEndpoint: true };
    const requests = await receive([gone, delivered]);
    await deliveries.create(first, body);
    expect(await until(first, 'dead')).toMatchObject({ reason: 'gone' });
    await deliveries.create(second, body);
    expect(await until(second, 'dead')).toMatchObject({ reason: 'endpoint disabled: gone' });
    expect(requests).toHaveLength(1);
    await deliveries.redeliver('acme', second.deliveryId);
    await until(second, 'delivered');
  });

  it('waits as long as the receiver asks', async () => {
    const delivery = newDelivery();
    await receive([{ ...failing, httpStatus: 429, retryAfterMs: 600 }, delivered]);
    await deliveries.create(delivery, body);
    const record = await until(delivery, 'delivered');
    const [first, second] = record?.attempts ?? [];
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(590);
  });

  it('sends a thin webhook once the key that asked has lost its access', async () => {
    const delivery = newDelivery();
    const requests = await receive([delivered], {
      mayReadResult: async (tenantId, keyId) => tenantId !== 'acme' || keyId !== 'key1',
    });
    await deliveries.create(delivery, body);
    await until(delivery, 'delivered');
    expect(requests[0]?.body.toString()).toBe(
      '{"type":"query.succeeded","data":{"id":"q","question":"secret question?"}}',
    );
  });

  it('counts its own failures as attempts, so that they end too', async () => {
    const delivery = newDelivery();
    const errors: unknown[] = [];
    const handler = () => Promise.reject(new Error('no secret'));
    await receive([], { handler, onError: (error) => errors.push(error) });
    await deliveries.create(delivery, body);
    expect(await until(delivery, 'dead')).toMatchObject({ reason: 'exhausted: internal failure' });
    expect(errors).toHaveLength(8);
  });

  it('gives one endpoint four slots and the others the rest', async () => {
    const hanging = Array.from({ length: 8 }, () => newDelivery({ url: 'https://slow.example.com/x' }));
    const healthy = newDelivery();
    let inside = 0;
    let peak = 0;
    const release = Promise.withResolvers<void>();
    const handler = async ({ record }: DeliveryAttemptRequest): Promise<DeliveryResult> => {
      if (record.subjectId === healthy.subjectId) return delivered;
      peak = Math.max(peak, ++inside);
      await release.promise;
      inside -= 1;
      return delivered;
    };
    await receive([], { handler, concurrency: 6 });
    for (const delivery of hanging) await deliveries.create(delivery, body);
    await deliveries.create(healthy, body);
    await until(healthy, 'delivered');
    release.resolve();
    const records = await Promise.all(hanging.map((delivery) => until(delivery, 'delivered')));
    expect(peak).toBe(4);
    expect(records.every((record) => record?.attempts.length === 1)).toBe(true);
  });

  it('hands a running delivery back when it drains, without burning an attempt', async () => {
    const delivery = newDelivery();
    const running = Promise.withResolvers<void>();
    const handler = ({ signal }: DeliveryAttemptRequest): Promise<DeliveryResult> =>
      new Promise((resolve) => {
        running.resolve();
        signal.addEventListener('abort', () =>
          resolve({ outcome: 'retry', httpStatus: null, error: 'interrupted' }),
        );
      });
    await receive([], { handler });
    await deliveries.create(delivery, body);
    await running.promise;
    await workers.pop()?.drain(1_200);
    expect(await deliveries.get('acme', delivery.deliveryId)).toMatchObject({
      status: 'pending',
      attempts: [],
    });
    const requests = await receive([delivered]);
    await until(delivery, 'delivered');
    expect(requests.map((request) => request.attempt)).toEqual([1]);
  });

  it('lists by tenant, subject and status', async () => {
    const mine = newDelivery({ tenantId: 'lists' });
    const other = newDelivery({ tenantId: 'lists', event: 'query.failed' });
    for (const delivery of [mine, other]) await deliveries.create(delivery, body);
    const list = async (changes: object) =>
      (
        await deliveries.list({ tenantId: 'lists', subjectId: null, status: null, limit: 10, ...changes })
      ).map((record) => record.subjectId);
    expect((await list({})).toSorted()).toEqual([mine.subjectId, other.subjectId]);
    expect(await list({ subjectId: mine.subjectId })).toEqual([mine.subjectId]);
    expect(await list({ status: 'dead' })).toEqual([]);
    expect(await list({ limit: 1 })).toHaveLength(1);
    expect(await list({ tenantId: 'nobody' })).toEqual([]);
    expect(await deliveries.redeliver('nobody', mine.deliveryId)).toBeNull();
  });

  it('removes what a purged query left behind, and sends it no more', async () => {
    const delivery = newDelivery({ tenantId: 'purged' });
    await deliveries.create(delivery, body);
    await deliveries.purge('purged', delivery.subjectId);
    expect(await deliveries.get('purged', delivery.deliveryId)).toBeNull();
    expect(await redis.exists(`bull:webhooks:${delivery.deliveryId}`)).toBe(0);
  });

  it('keeps nothing readable of what a person wrote', async () => {
    await deliveries.create(newDelivery(), body);
    const dump = await Promise.all((await redis.keys('*')).map((key) => redis.dumpBuffer(key)));
    expect(Buffer.concat(dump.filter((value) => value !== null)).toString('latin1')).not.toMatch(
      /secret question|hooks\.example|hidden/,
    );
  });
});
