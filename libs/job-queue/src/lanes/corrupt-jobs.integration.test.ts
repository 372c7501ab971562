import { BULL_PREFIX, queueKeys } from '@ragfleet/contracts';
import { expect, it, vi } from 'vitest';
import type { QueryRecord } from '../queries/contract.ts';
import { CORRUPT_DATA, CORRUPT_RECORDS } from './corrupt-jobs.fixture.ts';
import { openLaneStage, succeed, TENANT } from './lane-stage.fixture.ts';

const { ask, queryService, endOf, redis, startWorkers } = await openLaneStage();
const LANE = `${BULL_PREFIX}:rag-normal`;

const isParked = async (queryId: string): Promise<boolean> =>
  (await redis.zscore(`${LANE}:failed`, queryId)) !== null;
const isGone = async (queryId: string): Promise<boolean> =>
  (await redis.lpos(`${LANE}:wait`, queryId)) === null &&
  (await redis.lpos(`${LANE}:active`, queryId)) === null;

async function corruptRecord(
  { queryId }: QueryRecord,
  change: (typeof CORRUPT_RECORDS)[number][1],
): Promise<void> {
  const key = queueKeys.query(TENANT, queryId);
  for (const [field, value] of Object.entries(change(await redis.hgetall(key))))
    await (value === null ? redis.hdel(key, field) : redis.hset(key, field, value));
}

it('is a corpus of at least 40', () =>
  expect(CORRUPT_DATA.length + CORRUPT_RECORDS.length).toBeGreaterThanOrEqual(40));

it('parks every job whose data cannot be read, and answers everybody else', async () => {
  const corrupt: QueryRecord[] = [];
  for (const [, data] of CORRUPT_DATA) {
    const record = await ask();
    await redis.hset(`${LANE}:${record.queryId}`, 'data', data);
    corrupt.push(record);
  }
  const others = [await ask(), await ask(), await ask()];
  await startWorkers(succeed);
  for (const other of others) expect(await endOf(other)).toMatchObject({ status: 'succeeded' });
  for (const [index, { queryId }] of corrupt.entries()) {
    const [name] = CORRUPT_DATA[index] ?? ['nothing'];
    await vi.waitUntil(() => isParked(queryId), { timeout: 10_000 }).catch(() => undefined);
    expect([name, await isParked(queryId)]).toEqual([name, true]);
    expect(await queryService.get(TENANT, queryId)).toMatchObject({ status: 'queued', attempt: 0 });
  }
});

it('answers everybody else where the record of a job is corrupt, never from what was tampered with', async () => {
  const asked: string[] = [];
  const corrupt: QueryRecord[] = [];
  for (const [, change] of CORRUPT_RECORDS) {
    const record = await ask();
    await corruptRecord(record, change);
    corrupt.push(record);
  }
  const others = [await ask(), await ask(), await ask()];
  await startWorkers(async (run) => {
    asked.push(run.record.queryId);
    return succeed(run);
  });
  for (const other of others) expect(await endOf(other)).toMatchObject({ status: 'succeeded' });
  for (const [index, { queryId }] of corrupt.entries()) {
    const name = CORRUPT_RECORDS[index]?.[0];
    await vi.waitUntil(() => isGone(queryId), { timeout: 20_000 });
    const state = await redis.hget(queueKeys.query(TENANT, queryId), 'state');
    expect([name, state, asked.includes(queryId)]).toEqual([name, 'failed', false]);
  }
});
