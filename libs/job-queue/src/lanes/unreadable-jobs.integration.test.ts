import { BULL_PREFIX } from '@ragfleet/contracts';
import { Queue } from 'bullmq';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { QueryRecord } from '../queries/contract.ts';
import { openLaneStage, succeed } from './lane-stage.fixture.ts';

const { ask, queryService, endOf, redis, startWorkers } = await openLaneStage();
const LANE = `${BULL_PREFIX}:rag-normal`;

/** A query whose job another version of the fleet has written, or a mistake. */
async function askWith(data: string): Promise<QueryRecord> {
  const record = await ask();
  await redis.hset(`${LANE}:${record.queryId}`, 'data', data);
  return record;
}
const isParked = async (queryId: string): Promise<boolean> =>
  (await redis.zscore(`${LANE}:failed`, queryId)) !== null;

describe('a job that this version cannot read', () => {
  it.each([
    ['a later version', JSON.stringify({ v: 3, tenant: 'acme', until: 9 })],
    ['another shape', JSON.stringify(['acme'])],
    ['no JSON', '{"v":2,"t":"ac'],
  ])('is parked, %s, and everybody else answered', async (_name, data) => {
    const unreadable = await askWith(data);
    const others = [await ask(), await ask(), await ask()];
    await startWorkers(succeed);
    for (const other of others) expect(await endOf(other)).toMatchObject({ status: 'succeeded' });
    await vi.waitUntil(() => isParked(unreadable.queryId), { timeout: 5_000 });
    expect(await redis.hget(`${LANE}:${unreadable.queryId}`, 'atm')).toBe('1');
    expect(await queryService.get('acme', unreadable.queryId)).toMatchObject({
      status: 'queued',
      attempt: 0,
    });
  });

  it('runs when an operator requeues it and the fleet can read it by then', async () => {
    const record = await askWith(JSON.stringify({ v: 3, tenant: 'acme', until: 9 }));
    await startWorkers(succeed);
    await vi.waitUntil(() => isParked(record.queryId));
    const queue = new Queue('rag-normal', { connection: redis, prefix: BULL_PREFIX });
    onTestFinished(() => queue.close());
    await redis.hset(
      `${LANE}:${record.queryId}`,
      'data',
      JSON.stringify({ v: 2, t: 'acme', d: record.deadlineAtMs }),
    );
    await (await queue.getJob(record.queryId))?.retry('failed');
    expect(await endOf(record)).toMatchObject({ status: 'succeeded' });
  });

  it('is one that it can read, when a later version has only added to it', async () => {
    const record = await askWith(
      JSON.stringify({ v: 2, t: 'acme', d: Date.now() + 60_000, w: { of: 'later' } }),
    );
    await startWorkers(succeed);
    expect(await endOf(record)).toMatchObject({ status: 'succeeded' });
  });
});
