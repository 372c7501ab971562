import { queueKeys } from '@ragfleet/contracts';
import { createWebhookSecrets } from '@ragfleet/identity';
import { verifyWebhook } from '@ragfleet/webhook-delivery';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { answer, openWorkerStage } from './worker-stage.fixture.ts';

const stage = await openWorkerStage();
const { redisServer, sealer, deliveries, ledger, startWorker, receiver, submit, succeed, until } = stage;

describe('webhook worker', () => {
  it('delivers on the fourth attempt after three failures: one id, the same bytes, valid signatures', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(500), answer(502), answer(404), answer(200));
    const queryId = await submit(url);
    await succeed(queryId);
    const record = await until(queryId, 'delivered');
    expect(record?.attempts.map((attempt) => attempt.httpStatus)).toEqual([500, 502, 404, 200]);
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(
      new Set([`wh-${queryId}-query-succeeded`]),
    );
    expect(new Set(received.map(({ body }) => body.toString())).size).toBe(1);
    const secrets = await createWebhookSecrets({ redis: redisServer.redis, sealer }).current('acme');
    expect(received.every((webhook) => verifyWebhook(webhook, secrets))).toBe(true);
    expect(JSON.parse(received[0]?.body.toString() ?? '')).toMatchObject({
      type: 'query.succeeded',
      data: {
        id: queryId,
        object: 'query',
        status: 'succeeded',
        result: { answer: '30 days.' },
        urls: { self: `https://rag.example.com/v1/queries/${queryId}` },
      },
    });
  });

  it('ends no question that is overdue by the clock of its own machine alone', async () => {
    const { url } = await receiver(answer(200));
    const [overdue, open] = [await submit(url), await submit(url)];
    await redisServer.redis.zadd(queueKeys.deadlines, Date.now() - 10_000, `acme:${overdue}`);
    const { now } = Date;
    const ahead = vi.spyOn(Date, 'now').mockImplementation(() => now() + 3_600_000);
    onTestFinished(() => ahead.mockRestore());
    await startWorker();
    const statusOf = async (queryId: string) => (await stage.queryService.get('acme', queryId))?.status;
    await expect.poll(() => statusOf(overdue)).toBe('expired');
    // Its pass over what is overdue has ended.
    await stage.stopWorker();
    expect(await statusOf(open)).toBe('queued');
  });

  it('follows no redirect, and buries the webhook when nothing else ever comes', async () => {
    await startWorker();
    const inside = await receiver(answer(200));
    const { url, received } = await receiver(answer(301, { location: inside.url }));
    const queryId = await submit(url);
    await succeed(queryId);
    const record = await until(queryId, 'dead');
    expect(record).toMatchObject({ reason: 'exhausted: redirect' });
    expect([received.length, inside.received.length]).toEqual([8, 0]);
  });

  it('sends nothing more to a receiver that is gone', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(410));
    const [first, second] = [await submit(url), await submit(url)];
    await succeed(first);
    expect(await until(first, 'dead')).toMatchObject({ reason: 'gone' });
    await succeed(second);
    expect(await until(second, 'dead')).toMatchObject({ reason: 'endpoint disabled: gone' });
    expect(received).toHaveLength(1);
  });

  it.each([
    ['in seconds', () => '7200'],
    ['as a date', () => new Date(Date.now() + 7_200_000).toUTCString()],
  ])(
    'waits for as long as the receiver asks %s, when that is longer than the schedule',
    async (_name, later) => {
      await startWorker();
      const { url } = await receiver((response) => answer(503, { 'retry-after': later() })(response));
      const queryId = await submit(url);
      await succeed(queryId);
      const due = () => redisServer.redis.zscore('bull:webhooks:delayed', `wh-${queryId}-query-succeeded`);
      await expect.poll(due).not.toBeNull();
      // BullMQ keeps the time in the upper bits of the score.
      const minutes = (Number(await due()) / 0x1000 - Date.now()) / 60_000;
      expect([minutes > 115, minutes < 121]).toEqual([true, true]);
    },
  );

  it('does not let a hanging receiver hold up the others', async () => {
    await startWorker();
    const hanging = await receiver(() => undefined);
    const healthy = await receiver(answer(200));
    const slow = await submit(hanging.url);
    await succeed(slow);
    await vi.waitFor(() => expect(hanging.received).toHaveLength(1));
    const quick = await submit(healthy.url);
    await succeed(quick);
    await until(quick, 'delivered');
    expect(await deliveries.get('acme', `wh-${slow}-query-succeeded`)).toMatchObject({ status: 'pending' });
  });

  it('delivers once what a worker settled and then died over, when it comes up', async () => {
    const { url, received } = await receiver(answer(200));
    const queryId = await submit(url);
    await succeed(queryId);
    await startWorker();
    await until(queryId, 'delivered');
    expect(received).toHaveLength(1);
  });

  it('sends no webhook for an event that nobody asked for', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(200));
    const [unwanted, wanted] = [await submit(url), await submit(url)];
    await ledger.settle('acme', unwanted, { status: 'expired', error: null });
    await succeed(wanted);
    await until(wanted, 'delivered');
    expect(received).toHaveLength(1);
  });

  it('goes on by itself after the queue Redis was killed and came back', async () => {
    await startWorker();
    const { url, received } = await receiver(answer(200));
    await redisServer.kill();
    await redisServer.restart();
    const queryId = await vi.waitFor(() => submit(url));
    await succeed(queryId);
    await until(queryId, 'delivered');
    expect(received).toHaveLength(1);
  });
});
