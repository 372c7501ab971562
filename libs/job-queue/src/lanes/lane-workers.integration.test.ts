import { Fault, isFault, type Lane, LANES } from '@ragfleet/kernel';
import { settlesWithin } from '@ragfleet/test-support';
import { describe, expect, it, vi } from 'vitest';
import { CANARY, resultOf } from '../queries/query.test-data.ts';
import type { EndedQuery, QueryHandler } from './contract.ts';
import { holding, openLaneStage, succeed, TENANT } from './lane-stage.fixture.ts';

const { ask, queryService, endOf, redis, startWorkers } = await openLaneStage();

describe('createLaneWorkers', () => {
  it('answers on every lane, tells who ended what, and returns names alone to the queue', async () => {
    const ended: EndedQuery[] = [];
    await startWorkers(succeed, (one) => ended.push(one));
    for (const lane of LANES) {
      const record = await ask({ lane });
      expect(await endOf(record)).toMatchObject({
        status: 'succeeded',
        attempt: 1,
        result: { answer: '42' },
      });
      const key = `bull:rag-${lane}:${record.queryId}`;
      await vi.waitUntil(async () => (await redis.hget(key, 'returnvalue')) !== null);
      expect(JSON.parse((await redis.hget(key, 'returnvalue')) ?? '')).toEqual({ queryId: record.queryId });
      expect(await redis.hget(key, 'data')).not.toContain(CANARY);
    }
    expect(ended.map(({ lane, settlement }) => [lane, settlement.status])).toEqual(
      LANES.map((lane) => [lane, 'succeeded']),
    );
  });

  it('gives the handler what it needs', async () => {
    const { handler, runs } = holding();
    await startWorkers(handler);
    const askedAt = performance.now();
    const record = await ask();
    await vi.waitUntil(() => runs.length === 1);
    const elapsedMs = performance.now() - askedAt;
    expect(runs[0]).toMatchObject({
      attempt: 1,
      record: { queryId: record.queryId, status: 'running' },
    });
    expect(runs[0]?.changes['*epoch']).toMatch(/^\d+$/);
    expect(runs[0]?.queueWaitMs).toBeLessThanOrEqual(Math.ceil(elapsedMs));
  });

  it('stops a running query when it is canceled from anywhere', async () => {
    const { handler, runs } = holding();
    await startWorkers(handler);
    const record = await ask();
    await vi.waitUntil(() => runs.length === 1);
    expect(await queryService.cancel(TENANT, record.queryId)).toMatchObject({ status: 'canceled' });
    await vi.waitUntil(() => runs[0]?.signal.aborted === true);
    expect(isFault(runs[0]?.signal.reason, 'canceled')).toBe(true);
    expect(await endOf(record)).toMatchObject({ status: 'canceled', result: null });
  });

  it('never starts a query whose deadline has passed', async () => {
    const record = await ask({ deadlineSeconds: 1 });
    await vi.waitUntil(() => Date.now() > record.deadlineAtMs);
    const handler = vi.fn<QueryHandler>(succeed);
    await startWorkers(handler);
    expect(await endOf(record)).toMatchObject({ status: 'expired', startedAtMs: null, attempt: 0 });
    expect(handler).not.toHaveBeenCalled();
  });

  it('expires a query at its deadline and frees the slot though its handler hangs', async () => {
    const hang = vi.fn<QueryHandler>(() => new Promise(() => undefined));
    await startWorkers(hang);
    const record = await ask({ deadlineSeconds: 1, lane: 'low' });
    const end = endOf(record);
    const isFree = async (): Promise<boolean> => (await redis.llen('bull:rag-low:active')) === 0;
    expect(await settlesWithin(4_000, () => end.then(() => vi.waitUntil(isFree)))).toBe(true);
    expect(await end).toMatchObject({
      status: 'expired',
      error: { type: expect.stringContaining('expired') as string },
    });
    expect(await isFree()).toBe(true);
  });

  it('runs a query again after an infrastructure failure', async () => {
    const attempts: number[] = [];
    await startWorkers(async ({ attempt }) => {
      attempts.push(attempt);
      if (attempt < 3) throw new Fault('unavailable', 'The store is away.');
      return { status: 'succeeded', result: resultOf('third time') };
    });
    expect(await endOf(await ask())).toMatchObject({ status: 'succeeded', attempt: 3 });
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('puts a query off before it runs again, and keeps no stack of the failure', async () => {
    const { handler, runs } = holding();
    let failedAtMs = Number.POSITIVE_INFINITY;
    await startWorkers(async (run) => {
      if (run.attempt > 1) return handler(run);
      failedAtMs = performance.now();
      throw new Fault('unavailable', 'The store is away.');
    });
    const { queryId } = await ask();
    await vi.waitUntil(() => runs.length === 1);
    expect(performance.now() - failedAtMs).toBeGreaterThanOrEqual(250);
    expect(await redis.hget(`bull:rag-normal:${queryId}`, 'stacktrace')).toBe('[]');
    await queryService.cancel(TENANT, queryId);
  });

  it('answers a job that an earlier version added', async () => {
    const record = await ask();
    const { queryId, deadlineAtMs } = record;
    const key = `bull:rag-normal:${queryId}`;
    await redis.hset(key, 'data', JSON.stringify({ v: 1, tenantId: TENANT, queryId, deadlineAtMs }));
    await startWorkers(succeed);
    expect((await endOf(record))?.status).toBe('succeeded');
  });

  it('fails a query as unavailable when its attempts are used up', async () => {
    await startWorkers(() => Promise.reject(new Fault('timeout', 'The model was slow.')));
    const record = await ask();
    const end = await endOf(record);
    expect(end).toMatchObject({ status: 'failed', attempt: 3, error: { retryable: true } });
    expect(end?.error?.type).toMatch(/\/unavailable$/);
    await vi.waitUntil(async () => (await redis.zscore('bull:rag-normal:failed', record.queryId)) !== null);
  });

  it('fails a query at once when trying again would not help', async () => {
    const handler = vi.fn<QueryHandler>(() => Promise.reject(new Error(`cannot read ${CANARY}`)));
    await startWorkers(handler);
    const record = await ask();
    const end = await endOf(record);
    expect(end).toMatchObject({ status: 'failed', attempt: 1, error: { retryable: false } });
    expect(JSON.stringify(end?.error)).not.toContain(CANARY);
    const reason = await vi.waitUntil(() => redis.hget(`bull:rag-normal:${record.queryId}`, 'failedReason'));
    expect(reason).toBe('Failed: internal.');
    expect(handler).toHaveBeenCalledOnce();
  });

  it('ends a query that BullMQ gave up by itself', async () => {
    const record = await ask();
    await redis.hset(`bull:rag-normal:${record.queryId}`, 'ats', 150);
    const handler = vi.fn<QueryHandler>(succeed);
    await startWorkers(handler);
    const end = await endOf(record);
    expect(end).toMatchObject({ status: 'failed', attempt: 0 });
    expect(end?.error?.type).toMatch(/\/unavailable$/);
    expect(handler).not.toHaveBeenCalled();
  });

  it('fails a job that is no query job and goes on', async () => {
    await startWorkers(succeed);
    await redis.hset('bull:rag-high:planted', {
      name: 'answer',
      data: '{"v":3}',
      opts: '{}',
      timestamp: Date.now(),
      delay: 0,
      priority: 0,
    });
    await redis.lpush('bull:rag-high:wait', 'planted');
    const record = await ask({ lane: 'high' });
    expect(await endOf(record)).toMatchObject({ status: 'succeeded' });
    await vi.waitUntil(async () => (await redis.zscore('bull:rag-high:failed', 'planted')) !== null);
  });

  it('keeps slots for high while low fills the rest', async () => {
    const { handler, runs } = holding();
    const lanesRunning = (): Lane[] => runs.map(({ record }) => record.lane);
    await startWorkers(handler);
    for (let count = 0; count < 6; count += 1) await ask({ lane: 'low' });
    await vi.waitUntil(() => runs.length === 3);
    await ask({ lane: 'high' });
    await vi.waitUntil(() => lanesRunning().includes('high'));
    expect(lanesRunning().filter((lane) => lane === 'low')).toHaveLength(3);
    // Beyond its fair share a tenant's jobs stand in the other list.
    const [waiting, prioritized] = await Promise.all([
      redis.llen('bull:rag-low:wait'),
      redis.zcard('bull:rag-low:prioritized'),
    ]);
    expect(waiting + prioritized).toBe(3);
  });
});
