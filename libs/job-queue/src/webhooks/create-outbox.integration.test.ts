import { BULL_PREFIX, queueKeys, WEBHOOK_POLICY } from '@ragfleet/contracts';
import { systemClock } from '@ragfleet/kernel';
import { openTestRedis, submissionOf } from '@ragfleet/test-support';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { callbackFor } from '../queries/query-service-stage.fixture.ts';
import { commandOf, resultOf, sealer } from '../queries/query.test-data.ts';
import { createQueryService } from '../queries/query-service.ts';
import { createQueryStateStore } from '../queries/query-state-store.ts';
import { toQueryResource } from '../queries/query-resource.ts';
import type { Settlement } from '../queries/contract.ts';
import { createDeliveries } from './create-deliveries.ts';
import { createOutbox } from './create-outbox.ts';
import { createWebhookHandOver } from './hand-over.ts';

const SUCCEEDED: Settlement = { status: 'succeeded', result: resultOf('42') };
const AFTER_HAND_OVER_MS = 10_000;

const server = await openTestRedis({ profile: 'blocking' });
const { redis } = server;
const queryService = createQueryService({ redisUrl: server.url, sealer });
const ledger = createQueryStateStore({ redis, sealer });
const deliveries = createDeliveries({ redisUrl: server.url, sealer });
const handOver = createWebhookHandOver({
  redis,
  sealer,
  clock: systemClock,
  publicUrl: null,
  onLeft: (_webhook, error) => expect.unreachable(String(error)),
});
const errors: unknown[] = [];
const outbox = createOutbox({
  redis,
  deliveries,
  readQuery: (tenantId, queryId) => queryService.get(tenantId, queryId),
  toResource: (record) => toQueryResource(record, { place: null, publicUrl: null }),
  onError: (error) => errors.push(error),
  clock: { ...systemClock, nowMs: () => systemClock.nowMs() + AFTER_HAND_OVER_MS },
});

beforeEach(async () => {
  await redis.flushdb();
  errors.length = 0;
});
afterAll(() => Promise.all([queryService.close(), deliveries.close(), handOver.close()]));

/** A query whose webhook was kept with its end, and whose worker died before it added the job. */
async function endWithoutJob(): Promise<{ readonly queryId: string; readonly deliveryId: string }> {
  const callback = callbackFor('https://a.example/hook');
  const submission = submissionOf('Where is the canteen?', { callback });
  const { queryId } = (await queryService.submit(commandOf('acme', { submission }))).record;
  const begun = await ledger.begin('acme', queryId);
  const webhook = begun && handOver.prepare(begun.record, SUCCEEDED);
  if (webhook === null) throw new Error('Nobody is to be told.');
  await ledger.settle('acme', queryId, SUCCEEDED, webhook);
  return { queryId, deliveryId: webhook.deliveryId };
}

const isQueued = async (deliveryId: string): Promise<boolean> =>
  (await redis.exists(`${BULL_PREFIX}:${WEBHOOK_POLICY.name}:${deliveryId}`)) === 1;
const marks = () => redis.zrange(queueKeys.outbox, '0', '-1');

describe('the outbox, of a query that has gone', () => {
  it('sends the webhook that was kept with its end', async () => {
    const { queryId, deliveryId } = await endWithoutJob();
    await redis.del(queueKeys.query('acme', queryId));
    expect(await outbox.drain(10)).toBe(1);
    expect(await isQueued(deliveryId)).toBe(true);
    expect([await marks(), errors]).toEqual([[], []]);
  });

  it('sends nothing again that has arrived', async () => {
    const { queryId, deliveryId } = await endWithoutJob();
    await redis.del(queueKeys.query('acme', queryId));
    await redis.hset(queueKeys.delivery('acme', deliveryId), 'status', 'delivered');
    expect(await outbox.drain(10)).toBe(1);
    expect(await isQueued(deliveryId)).toBe(false);
    expect([await marks(), errors]).toEqual([[], []]);
  });

  it('tells of a webhook that nobody can make any more', async () => {
    const { queryId } = await endWithoutJob();
    await redis.del(queueKeys.query('acme', queryId));
    await deliveries.purge('acme', queryId);
    expect(await outbox.drain(10)).toBe(1);
    expect(errors).toMatchObject([{ kind: 'not-found' }]);
    expect(await marks()).toEqual([]);
  });
});
