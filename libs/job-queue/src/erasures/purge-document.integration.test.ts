import { queueKeys, type QueryResult } from '@ragfleet/contracts';
import { openTestRedis, submissionOf } from '@ragfleet/test-support';
import { afterAll, expect, it } from 'vitest';
import { createQueryService } from '../queries/query-service.ts';
import { createQueryStateStore, createReadQuery } from '../queries/query-state-store.ts';
import { toQueryResource } from '../queries/query-resource.ts';
import { commandOf, resultOf, sealer } from '../queries/query.test-data.ts';
import { createDeliveries } from '../webhooks/create-deliveries.ts';
import { createDeliveryReads } from '../webhooks/delivery-reads.ts';
import { createOutbox } from '../webhooks/create-outbox.ts';
import { createPurgeDocument } from './purge-document.ts';

const { redis, url: redisUrl } = await openTestRedis();
const queryService = createQueryService({ redisUrl, sealer });
const deliveries = createDeliveries({ redisUrl, sealer });
const ledger = createQueryStateStore({ redis, sealer });
const outbox = createOutbox({
  redis,
  deliveries,
  readQuery: createReadQuery({ redis, sealer }),
  toResource: (record) => toQueryResource(record, { place: null, publicUrl: null }),
  onError: (error) => expect.unreachable(String(error)),
});
const purge = createPurgeDocument({ redis, sealer });
const { signal } = new AbortController();
afterAll(async () => {
  await queryService.close();
  await deliveries.close();
});

const citing = (...documentIds: string[]): QueryResult => ({
  ...resultOf('Thirty days.'),
  citations: documentIds.map((id, at) => ({
    index: at + 1,
    document_id: id,
    chunk_id: `${id}-1`,
    title: id,
    source: null,
    namespace: 'hr',
    quote: `Says ${id}.`,
  })),
});

async function answered(tenantId: string, result: QueryResult): Promise<string> {
  const callback = { url: 'https://a.example/h', events: ['query.succeeded' as const], include_result: true };
  const submission = submissionOf('How many days?', { callback });
  const { record } = await queryService.submit(commandOf(tenantId, { submission }));
  await ledger.begin(tenantId, record.queryId);
  await ledger.settle(tenantId, record.queryId, { status: 'succeeded', result });
  return record.queryId;
}
const bodyOf = async (tenantId: string, queryId: string): Promise<unknown> => {
  const delivery = await createDeliveryReads(redis, sealer).whole(tenantId, `wh-${queryId}-query-succeeded`);
  return JSON.parse(delivery?.openBody()?.toString() ?? 'null');
};
const resourceOf = async (tenantId: string, queryId: string) => {
  const record = await queryService.get(tenantId, queryId);
  return record === null ? null : toQueryResource(record, { place: null, publicUrl: null });
};

it('takes answers that cite a document out of queries and webhooks, and no others', async () => {
  const rests = await answered('acme', citing('leave', 'old'));
  const other = await answered('acme', citing('travel'));
  const foreign = await answered('globex', citing('leave'));
  await outbox.drain(10);
  const late = await answered('acme', citing('leave'));

  expect(await purge({ tenantId: 'acme', documentId: 'leave', signal })).toEqual({
    queries: 2,
    deliveries: 1,
  });
  const withheld = { status: 'succeeded', result: null, purged: true, question: 'How many days?' };
  expect(await resourceOf('acme', rests)).toMatchObject(withheld);
  expect(await redis.exists(queueKeys.events('acme', rests))).toBe(0);
  expect(await bodyOf('acme', rests)).toMatchObject({ data: { id: rests, purged: true } });
  expect(JSON.stringify(await bodyOf('acme', rests))).not.toMatch(/Thirty|Says/);
  for (const [tenantId, queryId] of [
    ['acme', other],
    ['globex', foreign],
  ] as const) {
    const kept = await resourceOf(tenantId, queryId);
    expect(kept).toMatchObject({ result: { answer: 'Thirty days.' } });
    expect(kept).not.toHaveProperty('purged');
    expect(await bodyOf(tenantId, queryId)).toMatchObject({ data: { result: { answer: 'Thirty days.' } } });
  }

  // A webhook that is made of the record afterwards has nothing to give away.
  await outbox.drain(10);
  expect(await bodyOf('acme', late)).toMatchObject({ data: { id: late, result: null, purged: true } });
  expect(await purge({ tenantId: 'acme', documentId: 'leave', signal })).toEqual({
    queries: 0,
    deliveries: 0,
  });
});

it('passes over what cannot be opened', async () => {
  const queryId = await answered('torn', citing('leave'));
  await redis.hset(queueKeys.query('torn', queryId), 'result', 'AAAA');
  expect(await purge({ tenantId: 'torn', documentId: 'leave', signal })).toEqual({
    queries: 0,
    deliveries: 0,
  });
});
