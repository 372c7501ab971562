import { describe, expect, it } from 'vitest';
import { answer, openWorkerStage } from '../worker-stage.fixture.ts';

const stage = await openWorkerStage();
const { redisServer, receiver, submit, succeed, until, startWorker, stopWorker } = stage;
const MINUTE_MS = 60_000;

/** When the delivery of a query is due, in minutes from now. */
async function dueInMinutes(queryId: string): Promise<number> {
  const due = () => redisServer.redis.zscore('bull:webhooks:delayed', `wh-${queryId}-query-succeeded`);
  await expect.poll(due).not.toBeNull();
  // BullMQ keeps the time in the upper bits of the score.
  return (Number(await due()) / 0x1000 - Date.now()) / MINUTE_MS;
}

describe('variables of webhooks', () => {
  it('WEBHOOK_ALLOW_HOSTS: which private hosts are reached', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(200));
    const allowed = await submit(url);
    await succeed(allowed);
    await until(allowed, 'delivered');
    await startWorker(undefined, { WEBHOOK_ALLOW_HOSTS: 'elsewhere.example' });
    const refused = await submit(url);
    await succeed(refused);
    await until(refused, 'dead');
    expect(received).toHaveLength(1);
  });

  it('WEBHOOK_RETRY_SECONDS: when a delivery that failed is tried again', async () => {
    for (const [seconds, minutes] of [
      ['0,3600', 60],
      ['0,36000', 600],
    ] as const) {
      await startWorker(undefined, { WEBHOOK_RETRY_SECONDS: seconds });
      const { url } = await receiver(answer(500));
      const { keyId } = await stage.keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
      const queryId = await submit(url, keyId);
      await succeed(queryId);
      const due = await dueInMinutes(queryId);
      // Give or take a fifth.
      expect([due > minutes * 0.75, due < minutes * 1.25]).toEqual([true, true]);
    }
  });

  it('PUBLIC_URL: how the urls in a webhook begin', async () => {
    const selves: string[] = [];
    for (const url of ['https://one.example', 'https://two.example/']) {
      const { keyId } = await stage.keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
      await startWorker(undefined, { PUBLIC_URL: url });
      const hook = await receiver(answer(200));
      const queryId = await submit(hook.url, keyId);
      await succeed(queryId);
      await until(queryId, 'delivered');
      const body = JSON.parse(String(hook.received[0]?.body)) as { data: { urls: { self: string } } };
      selves.push(body.data.urls.self.replace(queryId, 'ID'));
    }
    expect(selves).toEqual(['https://one.example/v1/queries/ID', 'https://two.example/v1/queries/ID']);
  });

  it('RAGFLEET_FAILPOINTS: where the process fails, for fault tests', async () => {
    const ends: string[] = [];
    for (const failpoints of ['', 'webhook.sent=hang']) {
      const { keyId } = await stage.keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
      await startWorker(undefined, { RAGFLEET_FAILPOINTS: failpoints });
      const { url, received } = await receiver(answer(200));
      const queryId = await submit(url, keyId);
      await succeed(queryId);
      await expect.poll(() => received.length).toBe(1);
      await stopWorker();
      const record = await stage.deliveries.get('acme', `wh-${queryId}-query-succeeded`);
      ends.push(record?.status ?? 'gone');
    }
    expect(ends).toEqual(['delivered', 'pending']);
  });

  it('WEBHOOK_DENY_CIDRS: which ranges are none, although they look public', async () => {
    // Global unicast of which nothing is assigned: nobody answers there, and nobody refuses.
    const url = 'https://[2fff:ffff:ffff:ffff::1]/hook';
    await startWorker(undefined, { WEBHOOK_DENY_CIDRS: '10.0.0.0/8,2fff:ffff::/32' });
    const denied = await submit(url);
    await succeed(denied);
    const [refusal] = (await until(denied, 'dead')).attempts;
    expect(refusal?.error).toMatch(/address/);
    await startWorker(undefined, { WEBHOOK_DENY_CIDRS: '10.0.0.0/8' });
    const tried = await submit(url);
    await succeed(tried);
    await expect
      .poll(() => redisServer.redis.lrange('bull:webhooks:active', 0, -1))
      .toContain(`wh-${tried}-query-succeeded`);
    // It is still being called, or a machine without such a network has said so.
    const record = await stage.deliveries.get('acme', `wh-${tried}-query-succeeded`);
    expect(record?.attempts.map(({ error }) => error)).not.toContain(refusal?.error);
  });

  it('WEBHOOK_CONCURRENCY: how many deliveries run at once', async () => {
    const most: number[] = [];
    for (const concurrency of ['1', '8']) {
      await redisServer.redis.flushall();
      const { keyId } = await stage.keys.create({ tenantId: 'acme', principalId: 'ann', role: 'user' });
      await startWorker(undefined, { WEBHOOK_CONCURRENCY: concurrency });
      const { url, received } = await receiver(() => undefined);
      const queries = [await submit(url, keyId), await submit(url, keyId)];
      for (const queryId of queries) await succeed(queryId);
      for (const queryId of queries) await until(queryId, 'pending');
      await expect.poll(() => received.length).toBe(concurrency === '1' ? 1 : 2);
      most.push(await redisServer.redis.llen('bull:webhooks:active'));
      await stopWorker();
    }
    expect(most).toEqual([1, 2]);
  });
});
