import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis, submissionOf } from '@ragfleet/test-support';
import { afterAll, expect, it } from 'vitest';
import type { QueryRecord } from '../queries/contract.ts';
import { createQueryService } from '../queries/query-service.ts';
import { createQueryStateStore, createReadQuery } from '../queries/query-state-store.ts';
import { toQueryResource } from '../queries/query-resource.ts';
import { commandOf, principalOf, resultOf, sealer } from '../queries/query.test-data.ts';
import { createDeliveries } from '../webhooks/create-deliveries.ts';
import { createOutbox } from '../webhooks/create-outbox.ts';
import { createErasePerson } from './erase-person.ts';

const { redis, url: redisUrl } = await openTestRedis();
const queryService = createQueryService({ redisUrl, sealer });
const deliveries = createDeliveries({ redisUrl, sealer });
const ledger = createQueryStateStore({ redis, sealer });
const erase = createErasePerson({ redis, sealer, deliveries });
const { signal } = new AbortController();
const nothing = async (): Promise<void> => undefined;
afterAll(async () => {
  await queryService.close();
  await deliveries.close();
});

async function asked(tenantId: string, principalId = 'ada'): Promise<string> {
  const callback = { url: 'https://a.example/h', events: ['query.succeeded' as const], include_result: true };
  const principal = principalOf(tenantId, principalId);
  const submission = submissionOf('Who?', { callback });
  const { record } = await queryService.submit(
    commandOf(tenantId, { principal, submission, idempotencyKey: 'k' }),
  );
  return record.queryId;
}
async function answered(tenantId: string): Promise<string> {
  const queryId = await asked(tenantId);
  await ledger.begin(tenantId, queryId);
  await ledger.settle(tenantId, queryId, { status: 'succeeded', result: resultOf('Ada.') });
  return queryId;
}

it('hands queries over before they go, and keeps those whose handing over failed', async () => {
  const queryId = await answered('handed');
  const person = { tenantId: 'handed', principalId: 'ada', signal };
  const away = async (): Promise<void> => {
    throw new Error('The cache is away.');
  };
  await expect(erase({ ...person, beforeQueries: away })).rejects.toThrow('away');
  expect(await queryService.get('handed', queryId)).not.toBeNull();
  const handed: QueryRecord[] = [];
  const take = async (records: readonly QueryRecord[]): Promise<void> => void handed.push(...records);
  expect(await erase({ ...person, beforeQueries: take })).toMatchObject({ queries: 1 });
  expect(handed).toMatchObject([{ queryId, submission: { question: 'Who?' } }]);
  expect(await queryService.get('handed', queryId)).toBeNull();
  expect(await erase({ ...person, beforeQueries: take })).toEqual({
    queries: 0,
    deliveries: 0,
    idempotency_keys: 0,
  });
});

it('finds a query that no list names any more, and one that cannot be opened', async () => {
  const [unlisted, torn] = [await answered('lists'), await answered('lists')];
  await redis.del(queueKeys.queriesOfPrincipal('lists', 'ada'), queueKeys.queriesOfTenant('lists'));
  await redis.hset(queueKeys.query('lists', torn), 'submission', 'AAAA');
  await erase({ tenantId: 'lists', principalId: 'ada', beforeQueries: nothing, signal });
  expect(await redis.exists(queueKeys.query('lists', unlisted), queueKeys.query('lists', torn))).toBe(0);
});

it('makes no webhook of a query that goes while its webhook is being made', async () => {
  const queryId = await answered('racing');
  const read = createReadQuery({ redis, sealer });
  const outbox = createOutbox({
    redis,
    deliveries,
    // The erasure comes between the reading of the record and the making of the webhook.
    readQuery: async (tenantId, id) => {
      const record = await read(tenantId, id);
      await erase({ tenantId, principalId: 'ada', beforeQueries: nothing, signal });
      return record;
    },
    toResource: (record) => toQueryResource(record, { place: null, publicUrl: null }),
    onError: (error) => expect.unreachable(String(error)),
  });
  await redis.zremrangebyrank(queueKeys.outbox, 0, -1);
  await redis.zadd(queueKeys.outbox, 0, `racing:${queryId}`);
  await outbox.drain(1);
  const all = { tenantId: 'racing', subjectId: null, status: null, limit: 10, startingAfter: null };
  expect((await deliveries.list(all, AbortSignal.timeout(5_000))).records).toEqual([]);
  expect(await redis.hgetall(queueKeys.delivery('racing', `wh-${queryId}-query-succeeded`))).toEqual({
    status: 'removed',
  });
});

it('ends open queries for whoever waits, and forgets them in every set', async () => {
  const queryId = await asked('open');
  const colleague = await asked('open', 'bob');
  const waiting = queryService.waitUntilTerminal('open', queryId, 20_000, signal);
  await erase({ tenantId: 'open', principalId: 'ada', beforeQueries: nothing, signal });
  expect((await waiting)?.status ?? 'canceled').toBe('canceled');
  expect(await ledger.begin('open', queryId)).toBeNull();
  expect(await redis.zrange(queueKeys.openQueries('open'), '0', '-1')).toEqual([colleague]);
  expect(await redis.zrange(queueKeys.queriesOfTenant('open'), '0', '-1')).toEqual([colleague]);
  for (const fleetSet of [queueKeys.deadlines, queueKeys.admitted, queueKeys.outbox])
    expect(await redis.zscore(fleetSet, `open:${queryId}`)).toBeNull();
});

it('leaves nothing of a query whose idempotency key outlives it', async () => {
  await redis.hset(queueKeys.tenant('brief'), 'keptSeconds', 3_600);
  await answered('brief');
  await asked('brief', 'bob');
  for (const principalId of ['ada', 'bob'])
    await erase({ tenantId: 'brief', principalId, beforeQueries: nothing, signal });
  expect(await redis.keys(queueKeys.idempotency('brief', '*', '*'))).toEqual([]);
});

it('stops between two steps', async () => {
  const aborted = AbortSignal.abort(new Error('stopped'));
  const person = { tenantId: 'open', principalId: 'bob', beforeQueries: nothing, signal: aborted };
  await expect(erase(person)).rejects.toThrow('stopped');
});
