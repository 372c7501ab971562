import { BULL_PREFIX, queueKeys, WEBHOOK_POLICY } from '@ragfleet/contracts';
import { systemClock } from '@ragfleet/kernel';
import { submissionOf } from '@ragfleet/test-support';
import { expect, it, vi } from 'vitest';
import { callbackFor, describeQueryService } from '../queries/query-service-stage.fixture.ts';
import { resultOf, sealer } from '../queries/query.test-data.ts';
import { createReadQuery } from '../queries/query-state-store.ts';
import { toQueryResource } from '../queries/query-resource.ts';
import type { Settlement } from '../queries/contract.ts';
import { createDeliveryReads } from './delivery-reads.ts';
import { createWebhookHandOver } from './hand-over.ts';
import { webhookOfQuery } from './webhook-of-query.ts';

const PUBLIC_URL = 'https://rag.example';
const SUCCEEDED: Settlement = { status: 'succeeded', result: resultOf('42') };
const JOBS = `${BULL_PREFIX}:${WEBHOOK_POLICY.name}`;

describeQueryService('the hand-over of a webhook', 10, (stage) => {
  const open = (onLeft: (reason: unknown) => void = (reason) => expect.unreachable(String(reason))) =>
    createWebhookHandOver({
      redis: stage.redis,
      sealer,
      clock: systemClock,
      publicUrl: PUBLIC_URL,
      onLeft: (_webhook, error) => onLeft(error),
    });

  /** A query that runs, with a callback for what it may end with. */
  const begin = async (more: object = {}) => {
    const callback = { ...callbackFor('https://a.example/hook'), ...more };
    const submission = submissionOf('Where is the canteen?', { callback });
    const { record } = await stage.submit({ submission });
    const begun = await stage.ledger.begin(stage.tenant, record.queryId);
    if (begun === null) throw new Error('The query did not begin.');
    return begun.record;
  };
  const kept = (deliveryId: string) =>
    createDeliveryReads(stage.redis, sealer).whole(stage.tenant, deliveryId);
  const placeInOutbox = (queryId: string) =>
    stage.redis.zscore(queueKeys.outbox, `${stage.tenant}:${queryId}`);

  it.each<[string, Settlement]>([
    ['an answer', SUCCEEDED],
    [
      'a failure',
      { status: 'failed', error: { type: 'x/late', title: 'Late', detail: 'Ask again.', retryable: true } },
    ],
  ])('keeps the bytes that the outbox would make of the record: %s', async (_name, settlement) => {
    const handOver = open();
    const record = await begin({ events: ['query.succeeded', 'query.failed'], include_result: true });
    const webhook = handOver.prepare(record, settlement);
    expect(await stage.ledger.settle(stage.tenant, record.queryId, settlement, webhook)).toBe(true);
    const delivery = await kept(webhook?.deliveryId ?? '');
    const ended = await createReadQuery({ redis: stage.redis, sealer })(stage.tenant, record.queryId);
    const byOutbox =
      ended &&
      webhookOfQuery(ended, (query) => toQueryResource(query, { place: null, publicUrl: PUBLIC_URL }));
    expect(byOutbox?.body.toString()).toContain(`${PUBLIC_URL}/v1/queries/${record.queryId}`);
    expect(delivery?.openBody()?.toString()).toBe(byOutbox?.body.toString());
    expect(delivery?.record).toMatchObject({ ...byOutbox?.delivery, status: 'pending', attempts: [] });
    await handOver.close();
  });

  it('adds the job once its record is there, and takes the place in the outbox away', async () => {
    const handOver = open();
    const record = await begin();
    const webhook = handOver.prepare(record, SUCCEEDED);
    if (webhook === null) throw new Error('Nobody is to be told.');
    await stage.ledger.settle(stage.tenant, record.queryId, SUCCEEDED, webhook);
    expect(Number(await placeInOutbox(record.queryId))).toBeGreaterThan(webhook.endedAtMs);
    await handOver.enqueue(webhook);
    expect(await stage.redis.exists(`${JOBS}:${webhook.deliveryId}`)).toBe(1);
    await vi.waitFor(async () => expect(await placeInOutbox(record.queryId)).toBeNull());
    await handOver.close();
  });

  it('keeps no webhook of who was not the first to end its query', async () => {
    const handOver = open();
    const record = await begin();
    const webhook = handOver.prepare(record, SUCCEEDED);
    await stage.ledger.settle(stage.tenant, record.queryId, { status: 'canceled', error: null });
    expect(await stage.ledger.settle(stage.tenant, record.queryId, SUCCEEDED, webhook)).toBe(false);
    expect(await kept(webhook?.deliveryId ?? '')).toBeNull();
    await handOver.close();
  });

  it('leaves the place in the outbox where the job could not be added', async () => {
    const left: unknown[] = [];
    const handOver = open((reason) => left.push(reason));
    const record = await begin();
    const webhook = handOver.prepare(record, SUCCEEDED);
    if (webhook === null) throw new Error('Nobody is to be told.');
    await stage.ledger.settle(stage.tenant, record.queryId, SUCCEEDED, webhook);
    await stage.redis.set(`${JOBS}:wait`, 'no list');
    await handOver.enqueue(webhook);
    await handOver.close();
    expect(left).toHaveLength(1);
    expect(await placeInOutbox(record.queryId)).not.toBeNull();
    await stage.redis.del(`${JOBS}:wait`);
  });

  it('prepares nothing where nobody is to be told, or the question was masked', async () => {
    const handOver = open();
    const error = { type: 'x/pii', title: 'PII', detail: 'Remove it.', retryable: false };
    const failed: Settlement = { status: 'failed', error };
    expect(handOver.prepare(await begin({ events: ['query.failed'] }), SUCCEEDED)).toBeNull();
    const record = await begin({ events: ['query.failed'] });
    expect(handOver.prepare(record, failed)).not.toBeNull();
    expect(handOver.prepare(record, { ...failed, maskedQuestion: 'Where does [SSN] live?' })).toBeNull();
    await handOver.close();
  });
});
