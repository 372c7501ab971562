import { createClient, type RagfleetClient } from '@ragfleet/client';
import type { DeliveryResult } from '@ragfleet/contracts';
import { createDeliveries, createDeliveryWorker, type Deliveries } from '@ragfleet/job-queue';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let deliveries: Deliveries;
let admin: string;
let client: RagfleetClient;
let answer: DeliveryResult;
let stopWorker: () => Promise<void>;
let serial = 0;

const GONE: DeliveryResult = { outcome: 'dead', httpStatus: 410, error: 'gone', disableEndpoint: true };
const TAKEN: DeliveryResult = { outcome: 'delivered', httpStatus: 204 };
const URL_OF_HOOK = 'https://hooks.example.com/ragfleet';

beforeAll(async () => {
  ingress = await startIngress();
  admin = await ingress.keyFor({ role: 'admin' });
  client = createClient({ url: ingress.url, apiKey: admin, maxAttempts: 1 });
  const queue = { redisUrl: ingress.redis.url, sealer: ingress.sealer };
  deliveries = createDeliveries(queue);
  const worker = createDeliveryWorker({
    ...queue,
    handler: async () => answer,
    mayReadResult: async () => true,
    observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
    onError: (error) => expect.unreachable(String(error)),
  });
  await worker.start();
  stopWorker = () => worker.drain(2_000);
});
afterAll(async () => {
  await stopWorker();
  await deliveries.close();
  await ingress.stop();
});

async function send(tenantId = 'acme'): Promise<string> {
  const subjectId = `q_${++serial}`;
  const deliveryId = `wh-${subjectId}-query-succeeded`;
  const delivery = {
    tenantId,
    deliveryId,
    subjectId,
    principalId: 'ann',
    keyId: null,
    url: URL_OF_HOOK,
  } as const;
  await deliveries.create({ ...delivery, event: 'query.succeeded' }, Buffer.from('{"data":{}}'));
  return deliveryId;
}
const until = (deliveryId: string, status: string, tenantId = 'acme') =>
  vi.waitFor(
    async () => {
      expect((await deliveries.get(tenantId, deliveryId))?.status).toBe(status);
    },
    { timeout: 10_000 },
  );

describe('webhooks of a tenant', () => {
  it('show an endpoint that is gone, and go out again once it is enabled and they are redelivered', async () => {
    answer = GONE;
    const first = await send();
    await until(first, 'dead');
    const second = await send();
    await until(second, 'dead');
    const { data } = await client.webhooks.endpoints({ status: 'disabled' });
    expect(data).toMatchObject([
      {
        object: 'webhook_endpoint',
        url: URL_OF_HOOK,
        status: 'disabled',
        disabled_reason: 'gone',
        consecutive_failures: 1,
        last_success_at: null,
        last_http_status: 410,
        last_error: 'gone',
      },
    ]);
    expect(data[0]?.failing_since).toBe(data[0]?.disabled_at);
    answer = TAKEN;
    const enabled = await client.webhooks.enableEndpoint(data[0]?.id ?? '');
    expect(enabled).toMatchObject({ status: 'enabled', disabled_reason: null, consecutive_failures: 0 });
    expect(await client.webhooks.redeliverRange({ from: '2026-01-01T00:00:00Z' })).toEqual({
      object: 'webhook_redelivery',
      count: 2,
      next_from: null,
    });
    for (const id of [first, second]) await until(id, 'delivered');
    const newest = await client.webhooks.deliveries({ status: 'delivered', limit: 1 });
    expect(newest).toMatchObject({ data: [{ id: second }], has_more: true });
    const rest = await client.webhooks.deliveries({ status: 'delivered', starting_after: second });
    expect(rest).toMatchObject({ data: [{ id: first }], has_more: false });
    const { data: delivered } = await client.webhooks.deliveries({ query_id: 'q_1' });
    expect(delivered).toMatchObject([{ id: first, status: 'delivered', reason: null }]);
    const [endpoint] = (await client.webhooks.endpoints()).data;
    expect(endpoint).toMatchObject({ status: 'enabled', last_http_status: 204 });
    expect(endpoint?.last_success_at).not.toBeNull();
  });

  it('are sent again one by one, and in parts of a range', async () => {
    answer = TAKEN;
    const id = await send();
    await until(id, 'delivered');
    expect(await client.webhooks.redeliver(id)).toMatchObject({ id, object: 'webhook_delivery' });
    await until(id, 'delivered');
    const part = await client.webhooks.redeliverRange({ status: 'delivered', limit: 1 });
    expect([part.count, typeof part.next_from]).toEqual([1, 'string']);
  });

  it('are signed by a secret that the SDK reads and rotates', async () => {
    const { secret } = await client.webhooks.secret();
    const rotated = await client.webhooks.rotateSecret();
    expect(rotated.secrets).toEqual([rotated.secret, secret]);
  });

  it('belong to their tenant alone', async () => {
    answer = GONE;
    const theirs = await send('globex');
    await until(theirs, 'dead', 'globex');
    const globex = await ingress.keyFor({ tenantId: 'globex', role: 'admin' });
    const { body } = await ingress.call({ path: '/v1/webhook-endpoints', key: globex });
    const [endpoint] = body['data'] as { id: string }[];
    const enable = { method: 'POST', path: `/v1/webhook-endpoints/${endpoint?.id}/enable` };
    expect((await ingress.call({ ...enable, key: admin })).status).toBe(404);
    const stranger = await ingress.keyFor({ tenantId: 'stranger', role: 'admin' });
    const range = { path: '/v1/webhook-deliveries/redeliver', key: stranger, body: {} };
    expect((await ingress.call(range)).body).toMatchObject({ count: 0 });
    expect((await deliveries.get('globex', theirs))?.status).toBe('dead');
    expect((await ingress.call({ ...enable, key: globex })).status).toBe(200);
  });

  it('are looked at and sent again by admins alone', async () => {
    const user = await ingress.keyFor({ role: 'user' });
    const id = `we_${'0'.repeat(32)}`;
    const calls = [
      { path: '/v1/webhook-endpoints' },
      { method: 'POST', path: `/v1/webhook-endpoints/${id}/enable` },
      { path: '/v1/webhook-deliveries/redeliver', body: {} },
    ];
    const statuses = async (key?: string) =>
      Promise.all(
        calls.map(
          async (call) => (await ingress.call({ ...call, ...(key !== undefined && { key }) })).status,
        ),
      );
    expect(await statuses(user)).toEqual([403, 403, 403]);
    expect(await statuses()).toEqual([401, 401, 401]);
  });

  it.each<[string, unknown]>([
    ['a status that is sent anyway', { status: 'pending' }],
    ['a time that is none', { from: 'yesterday' }],
    ['an end before the beginning', { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' }],
    ['too many', { limit: 501 }],
    ['a field that nobody knows', { tenant: 'globex' }],
  ])('are not sent again for %s', async (_name, body) => {
    const reply = await ingress.call({ path: '/v1/webhook-deliveries/redeliver', key: admin, body });
    expect(reply.status).toBe(422);
  });

  it('name nothing by an id that cannot be one, are all read at once, and have no page after one that is not there', async () => {
    const enable = { method: 'POST', path: '/v1/webhook-endpoints/we_x/enable', key: admin };
    expect((await ingress.call(enable)).status).toBe(404);
    const all = { path: '/v1/webhook-endpoints?limit=500', key: admin };
    expect((await ingress.call(all)).status).toBe(200);
    const after = `/v1/webhook-endpoints?starting_after=we_${'0'.repeat(32)}`;
    expect((await ingress.call({ path: after, key: admin })).status).toBe(422);
  });

  it('are sent again by so many ranges a minute', async () => {
    const key = await ingress.keyFor({ tenantId: 'often', role: 'admin' });
    const call = { path: '/v1/webhook-deliveries/redeliver', key, body: {} };
    const replies = [];
    // Twice as many as a minute takes, since the minute may end in between.
    for (let index = 0; index < 21; index += 1) replies.push(await ingress.call(call));
    const refused = replies.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(replies[0]).toMatchObject({ status: 202, body: { count: 0, next_from: null } });
  });
});
