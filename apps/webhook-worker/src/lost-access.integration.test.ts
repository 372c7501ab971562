import { describe, expect, it } from 'vitest';
import { answer, openWorkerStage } from './worker-stage.fixture.ts';

const stage = await openWorkerStage();
const { keys, queryService, deliveries, startWorker, receiver, submit, succeed, until } = stage;

const newKey = (principalId: string) =>
  keys.create({ tenantId: 'acme', principalId, role: 'user', namespaces: ['hr', 'law'] });
const RESULT = /30 days|"result"/;

describe('a webhook whose asker may read less by now', () => {
  it('goes out whole while the key reads everything that is cited', async () => {
    await startWorker();
    const { keyId } = await newKey('eve');
    const { url, received } = await receiver(answer(200));
    const queryId = await submit(url, keyId);
    await succeed(queryId, ['hr', 'public']);
    await until(queryId, 'delivered');
    expect(received[0]?.body.toString()).toMatch(RESULT);
  });

  it('leaves the result out when the key that asked has been revoked', async () => {
    await startWorker();
    const { keyId } = await newKey('bob');
    const { url, received } = await receiver(answer(200));
    const queryId = await submit(url, keyId);
    await keys.revoke('acme', keyId);
    await succeed(queryId);
    await until(queryId, 'delivered');
    expect(received[0]?.body.toString()).not.toMatch(RESULT);
  });

  it('leaves it out from the attempt on at which a cited namespace is closed to the key', async () => {
    const key = await newKey('cyd');
    const attempts: string[] = [];
    const close = async (): Promise<void> => {
      const facts = { tenantId: 'acme', principalId: 'cyd', role: 'user', namespaces: ['hr'] } as const;
      await keys.create(facts, { secret: key.secret });
    };
    const { url, received } = await receiver(
      (response) => void close().then(() => response.writeHead(500).end()),
      answer(200),
    );
    await startWorker();
    const queryId = await submit(url, key.keyId);
    await succeed(queryId, ['law']);
    await until(queryId, 'delivered');
    attempts.push(...received.map(({ body }) => body.toString()));
    expect(attempts.map((body) => RESULT.test(body))).toEqual([true, false]);
    const [whole, thin] = attempts.map((body) => JSON.parse(body) as { data: Record<string, unknown> });
    expect(thin?.data).toEqual({ ...whole?.data, result: undefined });
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });
});

describe('a query that is purged', () => {
  it('tells nobody when it was purged before its webhook was made', async () => {
    const { url, received } = await receiver(answer(200));
    const purged = await submit(url);
    await succeed(purged);
    await queryService.purge('acme', purged);
    await deliveries.purge('acme', purged);
    const kept = await submit(url);
    await succeed(kept);
    await startWorker();
    await until(kept, 'delivered');
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([`wh-${kept}-query-succeeded`]);
  });

  it('tells nobody any more when its webhook waits for its next attempt', async () => {
    const { url, received } = await receiver(answer(429, { 'retry-after': '3600' }), answer(200));
    await startWorker();
    const queryId = await submit(url);
    await succeed(queryId);
    const attempts = async () =>
      (await deliveries.get('acme', `wh-${queryId}-query-succeeded`))?.attempts.length;
    await expect.poll(attempts).toBe(1);
    await queryService.purge('acme', queryId);
    await deliveries.purge('acme', queryId);
    expect(await deliveries.get('acme', `wh-${queryId}-query-succeeded`)).toBeNull();
    const waiting = await stage.redisServer.redis.zcard('bull:webhooks:delayed');
    expect([waiting, received.length]).toEqual([0, 1]);
  });
});
