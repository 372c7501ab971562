import { submissionOf } from '@ragfleet/test-support';
import { queueKeys } from '@ragfleet/contracts';
import { isFault, LANES } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import { expect, it, vi } from 'vitest';
import { callbackFor, describeQueryService } from './query-service-stage.fixture.ts';
import { CANARY, principalOf, resultOf } from './query.test-data.ts';

describeQueryService('query service', 11, (stage) => {
  const jobExists = async (lane: string, queryId: string): Promise<boolean> =>
    (await stage.redis.exists(`bull:rag-${lane}:${queryId}`)) === 1;

  it('keeps the record and the job before it accepts', async () => {
    const { tenant } = stage;
    const { record, replayed } = await stage.submit();
    expect(replayed).toBe(false);
    expect(record).toMatchObject({
      tenantId: tenant,
      principalId: 'ada',
      lane: 'normal',
      status: 'queued',
      attempt: 0,
    });
    expect(await stage.queryService.get(tenant, record.queryId)).toEqual(record);
    expect(await jobExists('normal', record.queryId)).toBe(true);
    await vi.waitUntil(
      async () => (await stage.redis.zscore(queueKeys.admitted, `${tenant}:${record.queryId}`)) === null,
    );
  });

  it('adds a job that Redis packs', async () => {
    const { record } = await stage.submit();
    expect(await stage.redis.object('ENCODING', `bull:rag-normal:${record.queryId}`)).toBe('listpack');
  });

  it('keeps the key names that the manifests read', async () => {
    for (const lane of LANES) {
      const { record } = await stage.submit({ lane });
      expect(await stage.redis.lpos(`bull:rag-${lane}:wait`, record.queryId)).not.toBeNull();
    }
  });

  it('answers a repeated key with the first query, and refuses the key for another body', async () => {
    const { tenant } = stage;
    const first = await stage.submit({ idempotencyKey: 'retry-1' });
    const again = await stage.submit({ idempotencyKey: 'retry-1' });
    expect(again).toEqual({ record: first.record, replayed: true, place: null });
    const other = stage.submit({ idempotencyKey: 'retry-1', submission: submissionOf('Something else?') });
    await expect(other).rejects.toSatisfy((error) => isFault(error, 'invalid-input'));
    const colleague = await stage.submit({
      idempotencyKey: 'retry-1',
      principal: principalOf(tenant, 'grace'),
    });
    expect(colleague.replayed).toBe(false);
  });

  it('makes one job of a hundred submissions with one key', async () => {
    const { tenant } = stage;
    const all = await Promise.all(
      Array.from({ length: 100 }, () => stage.submit({ idempotencyKey: 'same', lane: 'low' })),
    );
    expect(new Set(all.map(({ record }) => record.queryId)).size).toBe(1);
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(await stage.redis.zcard(queueKeys.openQueries(tenant))).toBe(1);
  });

  it('adds the job again when a replay finds that the query has not begun', async () => {
    const { record } = await stage.submit({ idempotencyKey: 'lost-job' });
    await stage.redis.del(`bull:rag-normal:${record.queryId}`);
    await stage.redis.lrem('bull:rag-normal:wait', 0, record.queryId);
    await stage.submit({ idempotencyKey: 'lost-job' });
    expect(await stage.redis.lpos('bull:rag-normal:wait', record.queryId)).not.toBeNull();
  });

  it('cancels a queued query at once, removes its job, and says so again', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    expect(await stage.queryService.cancel(tenant, record.queryId)).toMatchObject({ status: 'canceled' });
    expect(await stage.queryService.cancel(tenant, record.queryId)).toMatchObject({ status: 'canceled' });
    await vi.waitUntil(async () => !(await jobExists('normal', record.queryId)));
    expect(await stage.queryService.cancel(tenant, 'q_unknown')).toBeNull();
  });

  it('refuses to cancel a query that ended otherwise', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('done') });
    await expect(stage.queryService.cancel(tenant, record.queryId)).rejects.toSatisfy((error) =>
      isFault(error, 'conflict'),
    );
  });

  it('purges question, result and events of an ended query, and of no open one', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    await expect(stage.queryService.purge(tenant, record.queryId)).rejects.toSatisfy((error) =>
      isFault(error, 'conflict'),
    );
    await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('secret') });
    await stage.queryService.purge(tenant, record.queryId);
    const purged = await stage.queryService.get(tenant, record.queryId);
    expect(purged).toMatchObject({ status: 'succeeded', result: null, submission: { question: '' } });
    expect(await stage.redis.exists(queueKeys.events(tenant, record.queryId))).toBe(0);
  });

  it('says the place in the lane', async () => {
    const first = await stage.submit({ lane: 'high' });
    const second = await stage.submit({ lane: 'high' });
    const places = [
      await stage.queryService.place(first.record),
      await stage.queryService.place(second.record),
    ];
    expect((places[1]?.position ?? 0) - (places[0]?.position ?? 0)).toBe(1);
    expect([first.place, second.place]).toEqual(places);
  });

  it('says the place of a query that has to take turns, before whoever has a later one', async () => {
    for (let at = 0; at < 12; at += 1) {
      const { record, place } = await stage.submit({ lane: 'low' });
      expect(place?.position).toBe((await stage.queryService.place(record))?.position);
    }
    const principal = principalOf(`${stage.tenant}-other`, 'grace');
    for (let at = 0; at < 7; at += 1) {
      const { record, place } = await stage.submit({ lane: 'low', principal });
      expect(place?.position).toBe((await stage.queryService.place(record))?.position);
    }
  });

  it('says when a place will begin, once something has begun in its lane, and counts each query once', async () => {
    const [first, second, third] = [1, 2, 3].map(() => stage.submit({ lane: 'low' }));
    const waiting = (await third)?.record;
    if (first === undefined || second === undefined || waiting === undefined) throw new Error('Not asked.');
    expect(await stage.queryService.place(waiting)).toMatchObject({ estimatedStartAtMs: null });
    for (const { record } of [await first, await first, await second])
      await stage.ledger.begin(stage.tenant, record.queryId);
    const before = Date.now();
    const place = await stage.queryService.place(waiting);
    // Two starts in 30 to 60 s.
    const inMs = (place?.estimatedStartAtMs ?? 0) - before;
    expect(inMs).toBeGreaterThanOrEqual(15_000 * (place?.position ?? 0) - 1_000);
    expect(inMs).toBeLessThanOrEqual(30_000 * (place?.position ?? 0) + 1_000);
  });

  it('leaves nothing of the question, the answer or the key readable in Redis', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit({
      idempotencyKey: `key-of-${CANARY}`,
      submission: submissionOf(`Tell me about ${CANARY}`, {
        history: [{ role: 'user', content: CANARY }],
        metadata: { note: CANARY },
        callback: callbackFor(`https://${CANARY}.example/hook`),
      }),
    });
    await stage.ledger.begin(tenant, record.queryId);
    await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf(CANARY) });
    const everything = await dump(stage.redis);
    expect(everything).toContain(`${tenant}:${record.queryId}`);
    expect(everything).not.toContain(CANARY);
  });
});

/** Every key and value of the server as text. */
async function dump(redis: Redis): Promise<string> {
  await redis.config('SET', 'rdbcompression', 'no'); // or DUMP would hide text by packing it
  const keys = await redis.keys('*');
  const bytes = await Promise.all(keys.map((key) => redis.dumpBuffer(key)));
  return [...keys, ...bytes.map((value) => value?.toString('latin1') ?? '')].join('\n');
}
