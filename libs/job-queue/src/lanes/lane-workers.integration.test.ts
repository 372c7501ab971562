import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { queueKeys } from '@ragfleet/contracts';
import { Fault, isFault, type Lane, LANES } from '@ragfleet/kernel';
import { openTestRedis, settlesWithin } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { QueryDesk, QueryRecord } from '../queries/contract.ts';
import { createQueryDesk } from '../queries/query-desk.ts';
import { CANARY, commandOf, resultOf, sealer } from '../queries/query.test-data.ts';
import type { EndedQuery, LaneWorkers, QueryHandler, QueryRun } from './contract.ts';
import { createLaneWorkers } from './lane-workers.ts';

const TENANT = 'acme';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 2 };
const never = new AbortController().signal;

const server = await openTestRedis();
const { redis } = server;
let desk: QueryDesk;
const started: LaneWorkers[] = [];

beforeAll(() => {
  desk = createQueryDesk({ redisUrl: server.url, sealer });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((workers) => workers.drain(2_000)));
  await redis.flushdb();
});
afterAll(async () => {
  await desk.close();
});

const startWorkers = async (
  handler: QueryHandler,
  onEnded?: (ended: EndedQuery) => void,
): Promise<LaneWorkers> => {
  const options = { redisUrl: server.url, sealer, handler, slots, logger: silent };
  const workers = createLaneWorkers(onEnded === undefined ? options : { ...options, onEnded });
  await workers.start();
  started.push(workers);
  return workers;
};
const ask = async (more: Parameters<typeof commandOf>[1] = {}): Promise<QueryRecord> =>
  (await desk.submit(commandOf(TENANT, more))).record;
const endOf = async ({ queryId }: QueryRecord, waitMs = 15_000): Promise<QueryRecord | null> =>
  desk.waitUntilTerminal(TENANT, queryId, waitMs, never);
const succeed: QueryHandler = async () => ({ status: 'succeeded', result: resultOf('42') });

/** A handler that runs until its signal aborts, and the runs that it was given. */
const holding = (): { handler: QueryHandler; runs: QueryRun[] } => {
  const runs: QueryRun[] = [];
  const handler: QueryHandler = async (run) => {
    runs.push(run);
    await pause(60_000, undefined, { signal: run.signal });
    return { status: 'succeeded', result: resultOf('late') };
  };
  return { handler, runs };
};

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
    expect(await desk.cancel(TENANT, record.queryId)).toMatchObject({ status: 'canceled' });
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
    await desk.cancel(TENANT, queryId);
  });

  it('answers a job that an earlier version added', async () => {
    const { queryId, deadlineAtMs } = await ask();
    const key = `bull:rag-normal:${queryId}`;
    await redis.hset(key, 'data', JSON.stringify({ v: 1, tenantId: TENANT, queryId, deadlineAtMs }));
    await startWorkers(succeed);
    expect((await desk.waitUntilTerminal(TENANT, queryId, 15_000, never))?.status).toBe('succeeded');
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
    await redis.hset(`bull:rag-normal:${record.queryId}`, 'ats', 50);
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
    expect(await redis.llen('bull:rag-low:wait')).toBe(3);
  });
});

describe('drain', () => {
  it('waits for what runs and fetches nothing new', async () => {
    const { promise: release, resolve } = Promise.withResolvers<void>();
    const handler = vi.fn<QueryHandler>(async () => {
      await release;
      return { status: 'succeeded', result: resultOf('finished') };
    });
    const workers = await startWorkers(handler);
    const first = await ask();
    await vi.waitUntil(() => handler.mock.calls.length === 1);
    const drained = workers.drain(5_000);
    const second = await ask();
    resolve();
    await drained;
    expect(await desk.get(TENANT, first.queryId)).toMatchObject({ status: 'succeeded' });
    expect(await desk.get(TENANT, second.queryId)).toMatchObject({ status: 'queued' });
  });

  it('returns the job to the queue when shutdown interrupts it, and burns no attempt', async () => {
    const { handler, runs } = holding();
    const workers = await startWorkers(handler);
    const record = await ask();
    await vi.waitUntil(() => runs.length === 1);
    expect(await settlesWithin(1_300, () => workers.drain(1_000))).toBe(true);
    expect(await redis.zscore('bull:rag-normal:delayed', record.queryId)).not.toBeNull();
    expect(await redis.hget(`bull:rag-normal:${record.queryId}`, 'atm')).toBeNull();
    expect(await redis.llen('bull:rag-normal:active')).toBe(0);
    await startWorkers(succeed);
    expect(await endOf(record)).toMatchObject({ status: 'succeeded', attempt: 2 });
  });

  it('hands back a job whose handler turns the interruption into a failure', async () => {
    const runs: QueryRun[] = [];
    const workers = await startWorkers(async (run) => {
      runs.push(run);
      await pause(60_000, undefined, { signal: run.signal }).catch(() => undefined);
      return { status: 'failed', error: { type: 'x', title: 'x', detail: 'x', retryable: true } };
    });
    const record = await ask();
    await vi.waitUntil(() => runs.length === 1);
    await workers.drain(1_000);
    expect(await desk.get(TENANT, record.queryId)).toMatchObject({ status: 'running' });
  });
});

describe('a worker that dies', () => {
  const forkWorker = (): ChildProcess => {
    const child = fork(fileURLToPath(new URL('./test-worker-main.ts', import.meta.url)), [server.url]);
    onTestFinished(() => void child.kill('SIGKILL'));
    return child;
  };

  it('is replaced within 15 s: its query starts again elsewhere and ends once', {
    timeout: 40_000,
  }, async () => {
    const victim = forkWorker();
    const record = await ask();
    expect(await once(victim, 'message')).toEqual([{ queryId: record.queryId, attempt: 1 }, undefined]);
    const survivor = forkWorker();
    await vi.waitUntil(async () => String(await redis.client('LIST')).split('name=lane-workers ').length > 2);
    victim.kill('SIGKILL');
    const killedAt = performance.now();
    expect(await once(survivor, 'message')).toEqual([{ queryId: record.queryId, attempt: 2 }, undefined]);
    expect(performance.now() - killedAt).toBeLessThan(15_000);
    expect(await endOf(record)).toMatchObject({ status: 'succeeded', attempt: 2 });
    expect(await redis.exists(queueKeys.openQueries(TENANT))).toBe(0);
  });
});
