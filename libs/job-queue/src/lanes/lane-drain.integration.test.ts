import { setTimeout as pause } from 'node:timers/promises';
import { settlesWithin } from '@ragfleet/test-support';
import { describe, expect, it, vi } from 'vitest';
import { resultOf } from '../queries/query.test-data.ts';
import type { QueryHandler, QueryRun } from './contract.ts';
import { holding, openLaneStage, succeed, TENANT } from './lane-stage.fixture.ts';

const { ask, queryService, endOf, redis, startWorkers } = await openLaneStage();

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
    expect(await queryService.get(TENANT, first.queryId)).toMatchObject({ status: 'succeeded' });
    expect(await queryService.get(TENANT, second.queryId)).toMatchObject({ status: 'queued' });
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
    expect(await queryService.get(TENANT, record.queryId)).toMatchObject({ status: 'running' });
  });
});
