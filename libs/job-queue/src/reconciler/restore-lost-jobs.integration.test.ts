import { BULL_PREFIX, queueKeys } from '@ragfleet/contracts';
import { describe, expect, it, vi } from 'vitest';
import { holding, succeed, TENANT } from '../lanes/lane-stage.fixture.ts';
import type { QueryRecord } from '../queries/contract.ts';
import { openReconcilerStage } from './reconciler-stage.fixture.ts';
import { createRestoreLostJobs } from './restore-lost-jobs.ts';

const { ask, queryService, endOf, redis, runBoth, startWorkers } = await openReconcilerStage();
const LANE = `${BULL_PREFIX}:rag-normal`;
/** The ingress has had its time to add the job. */
const LATER_MS = 10_000;

const waiting = () => redis.lrange(`${LANE}:wait`, 0, -1);
async function confirmed(): Promise<QueryRecord> {
  const record = await ask();
  await vi.waitUntil(async () => (await redis.zcard(queueKeys.admitted)) === 0);
  return record;
}
/** As a Redis has it that lost its last writes, or somebody who removed the job. */
async function loseJob({ queryId }: QueryRecord): Promise<void> {
  await redis.lrem(`${LANE}:wait`, 0, queryId);
  await redis.del(`${LANE}:${queryId}`);
}

describe('an open query whose job is gone', () => {
  it('has one again, and one alone, and is answered', async () => {
    const record = await confirmed();
    await loseJob(record);
    const acted = await runBoth(Date.now() + LATER_MS);
    expect(acted).toContain('job-restored');
    expect(await waiting()).toEqual([record.queryId]);
    await startWorkers(succeed);
    expect(await endOf(record)).toMatchObject({ status: 'succeeded' });
  });

  it('has one again also when it was running, or was never confirmed', async () => {
    const [running, admitted] = [await confirmed(), await confirmed()];
    await redis.hset(queueKeys.query(TENANT, running.queryId), 'state', 'running');
    await redis.zadd(queueKeys.admitted, Date.now(), `${TENANT}:${admitted.queryId}`);
    for (const record of [running, admitted]) await loseJob(record);
    await runBoth(Date.now() + LATER_MS);
    expect((await waiting()).toSorted()).toEqual([running.queryId, admitted.queryId].toSorted());
    expect(await redis.zcard(queueKeys.admitted)).toBe(0);
  });

  it('is left alone while it is just being accepted, and past its deadline', async () => {
    const record = await confirmed();
    await loseJob(record);
    await runBoth();
    expect(await waiting()).toEqual([]);
    await runBoth(record.deadlineAtMs + 1);
    expect(await waiting()).toEqual([]);
  });

  it('is found however many wait before it', async () => {
    const record = await confirmed();
    await loseJob(record);
    const others = Array.from({ length: 2_500 }, (_, at) => [record.deadlineAtMs - 1, `acme:q_${at}`]).flat();
    await redis.zadd(queueKeys.deadlines, ...others);
    const added: string[] = [];
    const restore = createRestoreLostJobs({
      redis,
      queues: { add: async (_lane, job) => void added.push(job.queryId) },
      clock: { nowMs: () => Date.now() + LATER_MS, monotonicMs: () => 0 },
    });
    const counts = [await restore(10), await restore(10), await restore(10)];
    expect([counts, added]).toEqual([[0, 0, 1], [record.queryId]]);
  });
});

describe('an open query whose job is there', () => {
  it.each(['running', 'put off', 'parked'])('is left alone: %s', async (state) => {
    const { handler, runs } = holding();
    const record = await confirmed();
    if (state === 'running') {
      await startWorkers(handler);
      await vi.waitUntil(() => runs.length === 1);
    } else {
      const set = state === 'parked' ? 'failed' : 'delayed';
      await redis.lrem(`${LANE}:wait`, 0, record.queryId);
      await redis.zadd(`${LANE}:${set}`, Date.now() * 4_096, record.queryId);
      if (state === 'parked') await redis.hset(`${LANE}:${record.queryId}`, 'data', '{"v":9}');
    }
    expect(await runBoth(Date.now() + LATER_MS)).not.toContain('job-restored');
    expect(await waiting()).toEqual([]);
  });
});

describe('a job whose record is gone', () => {
  it('ends quietly, is not answered, and leaves no events', async () => {
    const record = await confirmed();
    await redis.del(queueKeys.query(TENANT, record.queryId));
    const { handler, runs } = holding();
    await startWorkers(handler);
    await vi.waitUntil(async () => (await redis.zscore(`${LANE}:completed`, record.queryId)) !== null);
    expect(runs).toEqual([]);
    expect(await redis.exists(queueKeys.events(TENANT, record.queryId))).toBe(0);
    expect(await queryService.get(TENANT, record.queryId)).toBeNull();
  });

  it('leaves no events behind when its record goes while it runs', async () => {
    const record = await confirmed();
    const { handler, runs } = holding();
    await startWorkers(handler);
    await vi.waitUntil(() => runs.length === 1);
    await redis.del(queueKeys.query(TENANT, record.queryId));
    await queryService.cancel(TENANT, record.queryId);
    expect(await redis.exists(queueKeys.events(TENANT, record.queryId))).toBe(0);
  });
});
