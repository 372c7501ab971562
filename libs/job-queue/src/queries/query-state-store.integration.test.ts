import { submissionOf } from '@ragfleet/test-support';
import { queueKeys } from '@ragfleet/contracts';
import { expect, it } from 'vitest';
import { callbackFor, describeQueryService } from './query-service-stage.fixture.ts';
import { CANARY, resultOf } from './query.test-data.ts';

describeQueryService('query ledger', 12, (stage) => {
  it('settles once: the first writer wins and everyone reads the same end', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit({
      submission: submissionOf('Q?', { callback: callbackFor('https://a.example/h') }),
    });
    const { queryId } = record;
    const begun = await stage.ledger.begin(tenant, queryId);
    expect(begun?.record).toMatchObject({ status: 'running', attempt: 1 });
    const outcomes = await Promise.all([
      stage.ledger.settle(tenant, queryId, { status: 'succeeded', result: resultOf('first') }),
      stage.ledger.settle(tenant, queryId, { status: 'expired', error: null }),
    ]);
    expect(outcomes).toEqual([true, false]);
    expect(await stage.queryService.get(tenant, queryId)).toMatchObject({
      status: 'succeeded',
      result: { answer: 'first' },
    });
    expect(await stage.ledger.begin(tenant, queryId)).toBeNull();
    const mark = `${tenant}:${queryId}`;
    expect(await stage.redis.zscore(queueKeys.outbox, mark)).not.toBeNull();
    expect(await stage.redis.zscore(queueKeys.deadlines, mark)).toBeNull();
    expect(await stage.redis.zcard(queueKeys.openQueries(tenant))).toBe(0);
    expect(await stage.redis.ttl(queueKeys.query(tenant, queryId))).toBeGreaterThan(86_000);
  });

  it('keeps a finished query for the time of its tenant, and never longer than the fleet does', async () => {
    const { tenant, redis } = stage;
    const ttlWith = async (keptSeconds: number): Promise<number> => {
      await redis.hset(queueKeys.tenant(tenant), 'keptSeconds', keptSeconds);
      const { record } = await stage.submit();
      await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('kept') });
      return redis.ttl(queueKeys.query(tenant, record.queryId));
    };
    expect(await ttlWith(3_600)).toSatisfy((ttl: number) => ttl > 3_500 && ttl <= 3_600);
    expect(await ttlWith(999_999)).toSatisfy((ttl: number) => ttl > 86_000 && ttl <= 86_400);
  });

  it('answers no question twice within a day because its tenant keeps it for an hour, and keeps no word of it', async () => {
    const { tenant, redis } = stage;
    await redis.hset(queueKeys.tenant(tenant), 'keptSeconds', 3_600);
    const { record } = await stage.submit({ idempotencyKey: 'once' });
    await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('Once.') });
    await redis.del(queueKeys.query(tenant, record.queryId)); // the hour is over
    const again = await stage.submit({ idempotencyKey: 'once' });
    expect(again).toMatchObject({ replayed: true, record: { queryId: record.queryId, status: 'succeeded' } });
    expect(again.record).toMatchObject({ isPurged: true, result: null, submission: { question: '' } });
    const left = queueKeys.idempotency(tenant, 'ada', record.queryId);
    expect(await redis.hmget(left, 'submission', 'result', 'error')).toEqual(['', null, null]);
    expect(await redis.ttl(left)).toSatisfy((seconds: number) => seconds > 86_000 && seconds <= 86_400);
  });

  it('leaves nothing beside a query that no idempotency key outlives', async () => {
    const { tenant, redis } = stage;
    const end = async (idempotencyKey: string | null): Promise<void> => {
      const { record } = await stage.submit({ idempotencyKey });
      await stage.ledger.settle(tenant, record.queryId, { status: 'canceled', error: null });
    };
    await end('kept as long');
    await redis.hset(queueKeys.tenant(tenant), 'keptSeconds', 3_600);
    await end(null);
    expect(await redis.keys(queueKeys.idempotency(tenant, 'ada', 'q_*'))).toEqual([]);
  });

  it('marks the outbox only for the events that the callback asks for', async () => {
    const { tenant } = stage;
    const callback = { ...callbackFor('https://a.example/h'), events: ['query.failed' as const] };
    const { record } = await stage.submit({ submission: submissionOf('Q?', { callback }) });
    await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf('fine') });
    expect(await stage.redis.zscore(queueKeys.outbox, `${tenant}:${record.queryId}`)).toBeNull();
  });

  it('replaces the stored question by its masked form in the step that fails the query', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    const error = { type: 'x/pii-blocked', title: 'PII', detail: 'Remove it.', retryable: false };
    await stage.ledger.settle(tenant, record.queryId, {
      status: 'failed',
      error,
      maskedQuestion: 'Where does [SSN] live?',
    });
    const after = await stage.queryService.get(tenant, record.queryId);
    expect(after).toMatchObject({
      status: 'failed',
      error,
      submission: { question: 'Where does [SSN] live?' },
    });
  });

  it('keeps a long answer in less than its own length', async () => {
    const { tenant } = stage;
    const { record } = await stage.submit();
    const answer = `Everybody has thirty days of leave, and ${CANARY} has one more. `.repeat(20);
    await stage.ledger.begin(tenant, record.queryId);
    await stage.ledger.settle(tenant, record.queryId, { status: 'succeeded', result: resultOf(answer) });
    expect((await stage.queryService.get(tenant, record.queryId))?.result?.answer).toBe(answer);
    expect(await stage.redis.hstrlen(queueKeys.query(tenant, record.queryId), 'result')).toBeLessThan(
      answer.length,
    );
  });
});
