import type { DeliveryResult } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import type { DeliveryAttemptRequest } from './contract.ts';
import {
  BODY as body,
  DELIVERED as delivered,
  FAILING as failing,
  openDeliveryStage,
} from './delivery-stage.fixture.ts';

const stage = await openDeliveryStage();
const { deliveries, workers, newDelivery, receive, until } = stage;
const { redis } = stage.server;
const { signal } = new AbortController();

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

  it('keeps what has ended for the time of its tenant', async () => {
    await redis.hset('rf:brief:tenant', 'keptSeconds', 3_600);
    const brief = newDelivery({ tenantId: 'brief' });
    const usual = newDelivery();
    await receive([delivered]);
    const ttlOf = async (delivery: typeof brief): Promise<number> => {
      await deliveries.create(delivery, body);
      await until(delivery, 'delivered');
      return redis.ttl(`rf:${delivery.tenantId}:delivery:${delivery.deliveryId}`);
    };
    expect(await ttlOf(brief)).toSatisfy((ttl: number) => ttl > 3_500 && ttl <= 3_600);
    expect(await ttlOf(usual)).toBeGreaterThan(6 * 86_400);
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

  it('waits as long as the receiver asks', async () => {
    const delivery = newDelivery();
    await receive([
      { outcome: 'retry', error: 'not accepted', httpStatus: 429, retryAfterMs: 600 },
      delivered,
    ]);
    await deliveries.create(delivery, body);
    const record = await until(delivery, 'delivered');
    const [first, second] = record?.attempts ?? [];
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(590);
  });

  it('sends a thin webhook once the key that asked has lost its access', async () => {
    const delivery = newDelivery();
    const asked: unknown[] = [];
    const requests = await receive([delivered], {
      mayReadResult: async (reader) => (asked.push(reader), false),
    });
    await deliveries.create(delivery, body);
    await until(delivery, 'delivered');
    expect(asked).toEqual([{ tenantId: 'acme', keyId: 'key1', namespaces: ['hr', 'public'] }]);
    expect(requests[0]?.body.toString()).toBe(
      '{"type":"query.succeeded","data":{"id":"q","question":"secret question?"}}',
    );
  });

  it('waits for a store that is away, at the cost of no attempt', async () => {
    const delivery = newDelivery();
    const errors: unknown[] = [];
    const away = new Fault('unavailable', 'Redis did not answer.');
    const isServed = vi.fn<() => Promise<boolean>>().mockRejectedValueOnce(away).mockResolvedValue(true);
    const requests = await receive([delivered], {
      tenantGate: { isServed, onRefused: () => undefined },
      mayReadResult: vi.fn<() => Promise<boolean>>().mockRejectedValueOnce(away).mockResolvedValue(true),
      onError: (error) => errors.push(error),
    });
    await deliveries.create(delivery, body);
    const { attempts } = (await until(delivery, 'delivered')) ?? {};
    expect(attempts).toHaveLength(1);
    expect(requests.map(({ attempt }) => attempt)).toEqual([1]);
    expect(errors).toEqual([away, away]);
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
    const of = { tenantId: 'lists', subjectId: null, status: null, limit: 10, startingAfter: null };
    const list = async (changes: object) =>
      (await deliveries.list({ ...of, ...changes }, signal)).records.map((record) => record.subjectId);
    expect((await list({})).toSorted()).toEqual([mine.subjectId, other.subjectId]);
    expect(await list({ subjectId: mine.subjectId })).toEqual([mine.subjectId]);
    expect(await list({ status: 'dead' })).toEqual([]);
    expect(await list({ limit: 1 })).toHaveLength(1);
    expect(await list({ tenantId: 'nobody' })).toEqual([]);
    expect(await deliveries.redeliver('nobody', mine.deliveryId)).toBeNull();
  });

  it('is kept while it waits, for 7 days after its end, and anew when it is sent again', async () => {
    const delivery = newDelivery();
    const key = `rf:acme:delivery:${delivery.deliveryId}`;
    const days = async () => Math.round((await redis.ttl(key)) / 86_400);
    await deliveries.create(delivery, body);
    const kept = [await days()];
    await receive([delivered]);
    await until(delivery, 'delivered');
    kept.push(await days());
    await workers.pop()?.drain(5_000);
    await deliveries.redeliver('acme', delivery.deliveryId);
    kept.push(await days());
    expect(kept).toEqual([30, 7, 30]);
  });

  it('keeps nothing readable of what a person wrote', async () => {
    await deliveries.create(newDelivery(), body);
    const dump = await Promise.all((await redis.keys('*')).map((key) => redis.dumpBuffer(key)));
    expect(Buffer.concat(dump.filter((value) => value !== null)).toString('latin1')).not.toMatch(
      /secret question|hooks\.example|hidden/,
    );
  });
});

describe('deliveries of another region', () => {
  it('stay where they are, unread, and are told of', async () => {
    const refused: string[] = [];
    const tenantGate = {
      isServed: async (tenantId: string) => tenantId === 'globex',
      onRefused: (tenantId: string) => refused.push(tenantId),
    };
    const requests = await receive([delivered], { tenantGate });
    const foreign = newDelivery({ tenantId: 'initech' });
    await deliveries.create(foreign, body);
    const own = newDelivery({ tenantId: 'globex' });
    await deliveries.create(own, body);
    await until(own, 'delivered');
    await vi.waitFor(() => expect(refused).toContain('initech'));
    expect(requests.map(({ record }) => record.tenantId)).toEqual(['globex']);
    expect(await deliveries.get('initech', foreign.deliveryId)).toMatchObject({
      status: 'pending',
      attempts: [],
    });
  });
});
