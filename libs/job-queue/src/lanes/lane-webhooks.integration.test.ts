import { BULL_PREFIX, queueKeys, WEBHOOK_POLICY, WEBHOOK_QUERY_EVENTS } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { submissionOf } from '@ragfleet/test-support';
import { expect, it, vi } from 'vitest';
import { sealer } from '../queries/query.test-data.ts';
import { createDeliveryReads } from '../webhooks/delivery-reads.ts';
import type { QueryHandler } from './contract.ts';
import { holding, openLaneStage, succeed, TENANT } from './lane-stage.fixture.ts';

const { ask, queryService, endOf, redis, startWorkers } = await openLaneStage();
const callback = {
  url: 'https://hooks.example.com/x',
  events: [...WEBHOOK_QUERY_EVENTS],
  include_result: true,
};
const asked = () => ask({ submission: submissionOf('How many days?', { callback }) });
const jobOf = (deliveryId: string) => redis.exists(`${BULL_PREFIX}:${WEBHOOK_POLICY.name}:${deliveryId}`);
const isMarked = async (queryId: string): Promise<boolean> =>
  (await redis.zscore(queueKeys.outbox, `${TENANT}:${queryId}`)) !== null;

it('hands the webhook of an answer to its queue, and leaves nothing to the outbox', async () => {
  await startWorkers(succeed);
  const record = await asked();
  await endOf(record);
  const deliveryId = `wh-${record.queryId}-query-succeeded`;
  await vi.waitUntil(async () => (await jobOf(deliveryId)) === 1);
  await vi.waitUntil(async () => !(await isMarked(record.queryId)));
  const delivery = await createDeliveryReads(redis, sealer).whole(TENANT, deliveryId);
  expect(delivery?.record).toMatchObject({ status: 'pending', keyId: 'key-ada', url: callback.url });
  expect(JSON.parse(delivery?.openBody()?.toString() ?? '')).toMatchObject({
    type: 'query.succeeded',
    data: { id: record.queryId, status: 'succeeded', result: { answer: '42' } },
  });
});

it('leaves to the outbox what somebody else has ended, or what failed before it had a record', async () => {
  const { handler, runs } = holding();
  const failing: QueryHandler = () => Promise.reject(new Fault('internal', 'It broke.'));
  await startWorkers(async (run) => (runs.length === 0 ? handler(run) : failing(run)));
  const canceled = await asked();
  await vi.waitUntil(() => runs.length === 1);
  await queryService.cancel(TENANT, canceled.queryId);
  const failed = await asked();
  expect(await endOf(failed)).toMatchObject({ status: 'failed' });
  for (const { queryId } of [canceled, failed]) expect(await isMarked(queryId)).toBe(true);
  expect(await redis.keys(`${BULL_PREFIX}:${WEBHOOK_POLICY.name}:wh-*`)).toEqual([]);
});
