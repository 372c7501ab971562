import { queueKeys, WEBHOOK_QUERY_EVENTS } from '@ragfleet/contracts';
import { isFault, LANES } from '@ragfleet/kernel';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { settlesWithin, startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { QueryDesk, QueryLedger } from './contract.ts';
import { createQueryDesk } from './query-desk.ts';
import { createQueryLedger } from './query-ledger.ts';
import { CANARY, commandOf, principalOf, resultOf, sealer, submissionOf } from './query.test-data.ts';

const servers = [
  { name: 'private Redis', url: undefined },
  ...(process.env['TEST_REDIS8_URL'] === undefined
    ? []
    : [{ name: 'Redis 8', url: `${process.env['TEST_REDIS8_URL']}/11` }]),
];

describe.each(servers)('query desk on $name', ({ url: givenUrl }) => {
  let server: TestRedis | null = null;
  let url: string;
  let redis: Redis;
  let desk: QueryDesk;
  let ledger: QueryLedger;
  let tenant: string;
  let tenantCount = 0;

  beforeAll(async () => {
    server = givenUrl === undefined ? await startTestRedis() : null;
    url = givenUrl ?? server?.url ?? '';
    redis = connectRedis({ url, profile: 'fail-fast', name: 'test' });
    await whenReady(redis, 2_000);
    await redis.flushdb();
    desk = createQueryDesk({ redisUrl: url, sealer });
    ledger = createQueryLedger({ redis, sealer });
  });
  beforeEach(() => {
    tenantCount += 1;
    tenant = `desk-${process.pid}-${Date.now()}-${tenantCount}`;
  });
  afterAll(async () => {
    await desk.close();
    await closeRedis(redis, 500);
    await server?.stop();
  });

  const submit = (more: Parameters<typeof commandOf>[1] = {}) => desk.submit(commandOf(tenant, more));
  const jobExists = async (lane: string, queryId: string): Promise<boolean> =>
    (await redis.exists(`bull:rag-${lane}:${queryId}`)) === 1;

  it('keeps the record and the job before it accepts', async () => {
    const { record, replayed } = await submit();
    expect(replayed).toBe(false);
    expect(record).toMatchObject({
      tenantId: tenant,
      principalId: 'ada',
      lane: 'normal',
      status: 'queued',
      attempt: 0,
    });
    expect(await desk.get(tenant, record.queryId)).toEqual(record);
    expect(await jobExists('normal', record.queryId)).toBe(true);
    await vi.waitUntil(
      async () => (await redis.zscore(queueKeys.admitted, `${tenant}:${record.queryId}`)) === null,
    );
  });

  it('adds a job that Redis packs', async () => {
    const { record } = await submit();
    expect(await redis.object('ENCODING', `bull:rag-normal:${record.queryId}`)).toBe('listpack');
  });

  it('keeps a long answer in less than its own length', async () => {
    const { record } = await submit();
    const answer = `Everybody has thirty days of leave, and ${CANARY} has one more. `.repeat(20);
    await ledger.begin(tenant, record.queryId);
    await ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf(answer) });
    expect((await desk.get(tenant, record.queryId))?.result?.answer).toBe(answer);
    expect(await redis.hstrlen(queueKeys.query(tenant, record.queryId), 'result')).toBeLessThan(
      answer.length,
    );
  });

  it('keeps the key names that the manifests read', async () => {
    for (const lane of LANES) {
      const { record } = await submit({ lane });
      expect(await redis.lpos(`bull:rag-${lane}:wait`, record.queryId)).not.toBeNull();
    }
  });

  it('answers a repeated key with the first query, and refuses the key for another body', async () => {
    const first = await submit({ idempotencyKey: 'retry-1' });
    const again = await submit({ idempotencyKey: 'retry-1' });
    expect(again).toEqual({ record: first.record, replayed: true });
    const other = submit({ idempotencyKey: 'retry-1', submission: submissionOf('Something else?') });
    await expect(other).rejects.toSatisfy((error) => isFault(error, 'invalid-input'));
    const colleague = await submit({ idempotencyKey: 'retry-1', principal: principalOf(tenant, 'grace') });
    expect(colleague.replayed).toBe(false);
  });

  it('makes one job of a hundred submissions with one key', async () => {
    const all = await Promise.all(
      Array.from({ length: 100 }, () => submit({ idempotencyKey: 'same', lane: 'low' })),
    );
    expect(new Set(all.map(({ record }) => record.queryId)).size).toBe(1);
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await redis.zcard(queueKeys.openQueries(tenant))).toBe(1);
  });

  it('adds the job again when a replay finds the query only admitted', async () => {
    const { record } = await submit({ idempotencyKey: 'lost-job' });
    await vi.waitUntil(
      async () => (await redis.hget(queueKeys.query(tenant, record.queryId), 'state')) === 'queued',
    );
    await redis.hset(queueKeys.query(tenant, record.queryId), 'state', 'admitted');
    await redis.del(`bull:rag-normal:${record.queryId}`);
    await redis.lrem('bull:rag-normal:wait', 0, record.queryId);
    await submit({ idempotencyKey: 'lost-job' });
    expect(await redis.lpos('bull:rag-normal:wait', record.queryId)).not.toBeNull();
  });

  it('settles once: the first writer wins and everyone reads the same end', async () => {
    const { record } = await submit({
      submission: submissionOf('Q?', { callback: callbackFor('https://a.example/h') }),
    });
    const { queryId } = record;
    const begun = await ledger.begin(tenant, queryId);
    expect(begun?.record).toMatchObject({ status: 'running', attempt: 1 });
    const outcomes = await Promise.all([
      ledger.settle(tenant, queryId, { status: 'succeeded', result: resultOf('first') }),
      ledger.settle(tenant, queryId, { status: 'expired', error: null }),
    ]);
    expect(outcomes).toEqual([true, false]);
    expect(await desk.get(tenant, queryId)).toMatchObject({
      status: 'succeeded',
      result: { answer: 'first' },
    });
    expect(await ledger.begin(tenant, queryId)).toBeNull();
    const mark = `${tenant}:${queryId}`;
    expect(await redis.zscore(queueKeys.outbox, mark)).not.toBeNull();
    expect(await redis.zscore(queueKeys.deadlines, mark)).toBeNull();
    expect(await redis.zcard(queueKeys.openQueries(tenant))).toBe(0);
    expect(await redis.ttl(queueKeys.query(tenant, queryId))).toBeGreaterThan(86_000);
  });

  it('marks the outbox only for the events that the callback asks for', async () => {
    const callback = { ...callbackFor('https://a.example/h'), events: ['query.failed' as const] };
    const { record } = await submit({ submission: submissionOf('Q?', { callback }) });
    await ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('fine') });
    expect(await redis.zscore(queueKeys.outbox, `${tenant}:${record.queryId}`)).toBeNull();
  });

  it('replaces the stored question by its masked form in the step that fails the query', async () => {
    const { record } = await submit();
    const error = { type: 'x/pii-blocked', title: 'PII', detail: 'Remove it.', retryable: false };
    await ledger.settle(tenant, record.queryId, {
      status: 'failed',
      error,
      maskedQuestion: 'Where does [SSN] live?',
    });
    const after = await desk.get(tenant, record.queryId);
    expect(after).toMatchObject({
      status: 'failed',
      error,
      submission: { question: 'Where does [SSN] live?' },
    });
  });

  it('cancels a queued query at once, removes its job, and says so again', async () => {
    const { record } = await submit();
    expect(await desk.cancel(tenant, record.queryId)).toMatchObject({ status: 'canceled' });
    expect(await desk.cancel(tenant, record.queryId)).toMatchObject({ status: 'canceled' });
    await vi.waitUntil(async () => !(await jobExists('normal', record.queryId)));
    expect(await desk.cancel(tenant, 'q_unknown')).toBeNull();
  });

  it('refuses to cancel a query that ended otherwise', async () => {
    const { record } = await submit();
    await ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('done') });
    await expect(desk.cancel(tenant, record.queryId)).rejects.toSatisfy((error) =>
      isFault(error, 'conflict'),
    );
  });

  it('purges question, result and events of an ended query, and of no open one', async () => {
    const { record } = await submit();
    await expect(desk.purge(tenant, record.queryId)).rejects.toSatisfy((error) => isFault(error, 'conflict'));
    await ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('secret') });
    await desk.purge(tenant, record.queryId);
    const purged = await desk.get(tenant, record.queryId);
    expect(purged).toMatchObject({ status: 'succeeded', result: null, submission: { question: '' } });
    expect(await redis.exists(queueKeys.events(tenant, record.queryId))).toBe(0);
  });

  it('lists newest first, by principal, tenant, status and page', async () => {
    const ids: string[] = [];
    for (const principalId of ['ada', 'ada', 'grace', 'ada']) {
      const { record } = await submit({ principal: principalOf(tenant, principalId) });
      ids.unshift(record.queryId);
    }
    const newest = ids[0] ?? '';
    await ledger.settle(tenant, newest, { status: 'expired', error: null });
    const list = async (more: object) => {
      const request = {
        tenantId: tenant,
        principalId: null,
        status: null,
        limit: 10,
        startingAfter: null,
        ...more,
      };
      const { records, hasMore } = await desk.list(request);
      return { ids: records.map(({ queryId }) => queryId), hasMore };
    };
    expect(await list({})).toEqual({ ids, hasMore: false });
    expect(await list({ limit: 3 })).toEqual({ ids: ids.slice(0, 3), hasMore: true });
    expect(await list({ startingAfter: ids[2] })).toEqual({ ids: ids.slice(3), hasMore: false });
    // From the newest again a client that walks the pages would never end.
    await expect(list({ startingAfter: 'q_gone' })).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(await list({ principalId: 'grace' })).toEqual({ ids: [ids[1]], hasMore: false });
    expect(await list({ status: 'expired' })).toEqual({ ids: [newest], hasMore: false });
    expect(await list({ status: 'queued' })).toEqual({ ids: ids.slice(1), hasMore: false });
  });

  it('finds a rare status behind thousands of others', async () => {
    const { record } = await submit();
    const newer = Array.from({ length: 2_500 }, (_, at) => [
      record.createdAtMs + 1 + at,
      `q_newer${at}`,
    ]).flat();
    await redis.zadd(queueKeys.queriesOfTenant(tenant), ...newer);
    const request = { tenantId: tenant, principalId: null, limit: 10, startingAfter: null } as const;
    const { records, hasMore } = await desk.list({ ...request, status: 'queued' });
    expect([records.map(({ queryId }) => queryId), hasMore]).toEqual([[record.queryId], false]);
  });

  it('wakes everyone who waits as soon as the query ends', async () => {
    const { record } = await submit();
    const { signal } = new AbortController();
    const waits = [1, 2].map(() => desk.waitUntilTerminal(tenant, record.queryId, 10_000, signal));
    await ledger.begin(tenant, record.queryId);
    await ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('woken') });
    expect(await settlesWithin(1_000, () => Promise.all(waits))).toBe(true);
    for (const wait of waits) expect(await wait).toMatchObject({ status: 'succeeded' });
  });

  it('stops waiting when the time is up, with the query as it is', async () => {
    const { record } = await submit();
    const { signal } = new AbortController();
    expect(await desk.waitUntilTerminal(tenant, record.queryId, 50, signal)).toMatchObject({
      status: 'queued',
    });
  });

  it('says the place in the lane', async () => {
    const { record: first } = await submit({ lane: 'high' });
    const { record: second } = await submit({ lane: 'high' });
    const places = [await desk.position(first), await desk.position(second)];
    expect((places[1] ?? 0) - (places[0] ?? 0)).toBe(1);
  });

  it('leaves nothing of the question, the answer or the key readable in Redis', async () => {
    const { record } = await submit({
      idempotencyKey: `key-of-${CANARY}`,
      submission: submissionOf(`Tell me about ${CANARY}`, {
        history: [{ role: 'user', content: CANARY }],
        metadata: { note: CANARY },
        callback: callbackFor(`https://${CANARY}.example/hook`),
      }),
    });
    await ledger.begin(tenant, record.queryId);
    await ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf(CANARY) });
    const everything = await dump(redis);
    expect(everything).toContain(`${tenant}:${record.queryId}`);
    expect(everything).not.toContain(CANARY);
  });
});

const callbackFor = (url: string) => ({ url, events: [...WEBHOOK_QUERY_EVENTS], include_result: true });

/** Every key and value of the server as text. */
async function dump(redis: Redis): Promise<string> {
  await redis.config('SET', 'rdbcompression', 'no'); // or DUMP would hide text by packing it
  const keys = await redis.keys('*');
  const bytes = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return [...keys, ...bytes.map((value) => value?.toString('latin1') ?? '')].join('\n');
}
