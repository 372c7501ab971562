import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createQueryEventReader } from '../events/query-event-reader.ts';
import type { QueryService, QueryRecord } from '../queries/contract.ts';
import { createQueryService } from '../queries/query-service.ts';
import { createQueryStateStore } from '../queries/query-state-store.ts';
import { commandOf, resultOf, sealer } from '../queries/query.test-data.ts';
import { createReconciler } from '../reconciler/create-reconciler.ts';
import type { LaneWorkers, QueryHandler, QueryRun } from './contract.ts';
import { createLaneWorkers } from './lane-workers.ts';
import { MAX_WAITS } from './waiting.ts';
import { createQueryWaker, type QueryWaker } from './query-waker.ts';

const TENANT = 'acme';
const HOUR_MS = 3_600_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 4 };
const never = new AbortController().signal;

const server = await openTestRedis();
const { redis } = server;
let queryService: QueryService;
let waker: QueryWaker;
const started: LaneWorkers[] = [];

beforeAll(() => {
  queryService = createQueryService({ redisUrl: server.url, sealer });
  waker = createQueryWaker({ redisUrl: server.url });
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((workers) => workers.drain(2_000)));
  await redis.flushdb();
});
afterAll(async () => {
  await waker.close();
  await queryService.close();
});

const startWorkers = async (handler: QueryHandler): Promise<void> => {
  const workers = createLaneWorkers({ redisUrl: server.url, sealer, handler, slots, logger: silent });
  await workers.start();
  started.push(workers);
};
const ask = async (more: Parameters<typeof commandOf>[1] = {}): Promise<QueryRecord> =>
  (await queryService.submit(commandOf(TENANT, more))).record;
const endOf = ({ queryId }: QueryRecord): Promise<QueryRecord | null> =>
  queryService.waitUntilTerminal(TENANT, queryId, 15_000, never);
const isWaiting = async ({ lane, queryId }: QueryRecord): Promise<boolean> =>
  (await redis.zscore(`bull:rag-${lane}:delayed`, queryId)) !== null;
const jobField = ({ lane, queryId }: QueryRecord, field: string): Promise<string | null> =>
  redis.hget(`bull:rag-${lane}:${queryId}`, field);

/** A handler that waits in the first `times` runs of every query and then answers; and the runs that it was given. */
const waitingHandler = (times: number, retryInMs = HOUR_MS) => {
  const runs: QueryRun[] = [];
  const handler: QueryHandler = async (run) => {
    runs.push(run);
    return run.timesWaited < times
      ? { status: 'waiting', retryInMs }
      : { status: 'succeeded', result: resultOf('shared') };
  };
  return { handler, runs };
};

describe('a query that waits for an equal one', () => {
  it('gives its slot back, reads queued, and runs again as soon as it is woken', async () => {
    const { handler, runs } = waitingHandler(1);
    await startWorkers(handler);
    const record = await ask({ deadlineSeconds: 7_200 });
    await vi.waitUntil(() => isWaiting(record));
    expect(await queryService.get(TENANT, record.queryId)).toMatchObject({ status: 'queued' });
    expect(await redis.llen('bull:rag-normal:active')).toBe(0);
    expect(await waker.wake([record])).toBe(1);
    expect(await endOf(record)).toMatchObject({ status: 'succeeded', result: { answer: 'shared' } });
    expect(runs.map(({ timesWaited, startsOver }) => [timesWaited, startsOver])).toEqual([
      [0, false],
      [1, false],
    ]);
  });

  it('runs again by itself when nobody wakes it', async () => {
    const { handler } = waitingHandler(1, 50);
    await startWorkers(handler);
    expect(await endOf(await ask())).toMatchObject({ status: 'succeeded' });
  });

  it('burns no attempt, however often it waits', async () => {
    const { handler, runs } = waitingHandler(30, 0);
    await startWorkers(handler);
    const record = await ask();
    expect(await endOf(record)).toMatchObject({ status: 'succeeded' });
    expect(runs).toHaveLength(31);
    expect(runs.every(({ mayWait }) => mayWait)).toBe(true);
    expect(await jobField(record, 'atm').then(Number)).toBeLessThanOrEqual(1);
  });

  it('is told when it has waited often enough, and fails when it waits on nevertheless', async () => {
    const { handler, runs } = waitingHandler(Number.POSITIVE_INFINITY, 0);
    await startWorkers(handler);
    expect(await endOf(await ask())).toMatchObject({ status: 'failed', error: { retryable: false } });
    expect(runs.filter(({ mayWait }) => !mayWait)).toHaveLength(1);
    expect(runs.at(-1)).toMatchObject({ timesWaited: MAX_WAITS, mayWait: false });
  });

  it('keeps its deadline, and runs again while there is time for an answer', async () => {
    const { handler, runs } = waitingHandler(1);
    await startWorkers(handler);
    const record = await ask({ deadlineSeconds: 5 });
    expect(await endOf(record)).toMatchObject({ status: 'succeeded', deadlineAtMs: record.deadlineAtMs });
    expect(runs[1]).toMatchObject({ timesWaited: 1, mayWait: false });
  });

  it('tells its listeners that it waits and runs again, and takes nothing back that was never said', async () => {
    const { handler } = waitingHandler(1, 0);
    await startWorkers(handler);
    const record = await ask();
    await endOf(record);
    const reader = createQueryEventReader({ redisUrl: server.url, sealer, publicUrl: null });
    const heard: unknown[] = [];
    for await (const { type, data } of reader.read(TENANT, record.queryId, null, never))
      heard.push([type, data['status']]);
    await reader.close();
    expect(heard).toEqual([
      ['status', 'queued'],
      ['status', 'running'],
      ['status', 'queued'],
      ['status', 'running'],
      ['done', 'succeeded'],
    ]);
  });

  it('is canceled at once, and runs no more', async () => {
    const { handler, runs } = waitingHandler(1);
    await startWorkers(handler);
    const record = await ask({ deadlineSeconds: 7_200 });
    await vi.waitUntil(() => isWaiting(record));
    expect(await queryService.cancel(TENANT, record.queryId)).toMatchObject({ status: 'canceled' });
    await vi.waitUntil(async () => (await jobField(record, 'data')) === null);
    expect(await waker.wake([record])).toBe(0);
    expect(runs).toHaveLength(1);
    expect(await redis.exists(queueKeys.openQueries(TENANT))).toBe(0);
  });

  it('waits no more when it was canceled while it decided to wait', async () => {
    const runs: QueryRun[] = [];
    await startWorkers(async (run) => {
      runs.push(run);
      await queryService.cancel(TENANT, run.record.queryId);
      return { status: 'waiting', retryInMs: HOUR_MS };
    });
    const record = await ask({ deadlineSeconds: 7_200 });
    expect(await endOf(record)).toMatchObject({ status: 'canceled' });
    await vi.waitUntil(async () => (await redis.llen('bull:rag-normal:active')) === 0);
    expect(await isWaiting(record)).toBe(false);
    expect(await redis.hget(queueKeys.query(TENANT, record.queryId), 'parks')).toBeNull();
  });

  it('is left alone by the reconciler until its deadline has passed', async () => {
    const { handler } = waitingHandler(1);
    await startWorkers(handler);
    const record = await ask({ deadlineSeconds: 7_200 });
    await vi.waitUntil(() => isWaiting(record));
    const acted: string[] = [];
    const reconcilerAt = (nowMs: number) =>
      createReconciler({
        redisUrl: server.url,
        sealer,
        outbox: { drain: () => Promise.resolve(0) },
        observer: {
          acted: (action) => acted.push(action),
          queueDepth: () => undefined,
          overdueSeconds: () => undefined,
          measured: () => undefined,
          dataLost: () => undefined,
        },
        onError: (error) => {
          throw error;
        },
        clock: { nowMs: () => nowMs, monotonicMs: () => nowMs },
      });
    const now = reconcilerAt(Date.now() + 60_000);
    await now.runOnce();
    expect(acted).toEqual([]);
    expect(await isWaiting(record)).toBe(true);
    const late = reconcilerAt(record.deadlineAtMs + 10_000);
    await late.runOnce();
    expect(acted).toEqual(['query-expired']);
    expect(await isWaiting(record)).toBe(false);
    await Promise.all([now.stop(), late.stop()]);
  });
});

describe('a record', () => {
  it('waits once by its current attempt, however often that is said, and by no older one', async () => {
    const ledger = createQueryStateStore({ redis, sealer });
    const { queryId } = await ask({ deadlineSeconds: 7_200 });
    const first = await ledger.begin(TENANT, queryId);
    expect(first).toMatchObject({ timesWaited: 0, record: { attempt: 1, status: 'running' } });
    expect(await ledger.noteWait(TENANT, queryId, 1)).toBe(true);
    // A connection that was cut sends its script again.
    expect(await ledger.noteWait(TENANT, queryId, 1)).toBe(true);
    expect(await ledger.begin(TENANT, queryId)).toMatchObject({ timesWaited: 1, record: { attempt: 2 } });
    expect(await ledger.noteWait(TENANT, queryId, 1)).toBe(false);
    expect(await queryService.get(TENANT, queryId)).toMatchObject({ status: 'running' });
  });
});

describe('createQueryWaker', () => {
  it('waits a moment for a query that says it will wait, so that no waking is lost', async () => {
    const { promise: decided, resolve: decide } = Promise.withResolvers<void>();
    const runs: QueryRun[] = [];
    await startWorkers(async (run) => {
      runs.push(run);
      if (run.timesWaited > 0) return { status: 'succeeded', result: resultOf('shared') };
      await decided;
      return { status: 'waiting', retryInMs: HOUR_MS };
    });
    const record = await ask({ deadlineSeconds: 7_200 });
    await vi.waitUntil(() => runs.length === 1);
    const woken = waker.wake([record]);
    decide();
    expect(await woken).toBe(1);
    expect(await endOf(record)).toMatchObject({ status: 'succeeded' });
  });

  it('wakes many of every lane, and counts out those that have ended', async () => {
    const { handler } = waitingHandler(1);
    await startWorkers(handler);
    const records: QueryRecord[] = [];
    for (let count = 0; count < 30; count += 1)
      records.push(await ask({ lane: count % 2 === 0 ? 'high' : 'low', deadlineSeconds: 7_200 }));
    await Promise.all(records.map((record) => vi.waitUntil(() => isWaiting(record))));
    const [first] = records;
    if (first !== undefined) await queryService.cancel(TENANT, first.queryId);
    await vi.waitUntil(async () => (await redis.zcard('bull:rag-high:delayed')) === 14);
    expect(await waker.wake(records)).toBe(29);
    const ends = await Promise.all(records.map(endOf));
    expect(ends.filter((end) => end?.status === 'succeeded')).toHaveLength(29);
    expect(await waker.wake(records)).toBe(0);
  });
});
