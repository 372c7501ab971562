import { BULL_PREFIX } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it } from 'vitest';
import { createFailedJobs, type FailedJobs } from './failed-jobs.ts';

const QUEUE = 'webhooks';
const FAILED = `${BULL_PREFIX}:${QUEUE}:failed`;
const LIMIT = 2;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const { redis } = await openTestRedis();
beforeEach(() => redis.flushdb());

const fail = (id: string, atMs: number) => redis.zadd(FAILED, atMs, id);

/** The ids of one pass. */
async function pass(failed: FailedJobs, refuse: (id: string) => Error | null = () => null) {
  const ids: string[] = [];
  await failed.each(LIMIT, async ({ id }) => {
    const refusal = refuse(id);
    if (refusal !== null) throw refusal;
    ids.push(id);
  });
  return ids;
}

it('looks at each that fails, and again at those of the last minute', async () => {
  await fail('a', HOUR_MS);
  await fail('b', 2 * HOUR_MS);
  await fail('c', 3 * HOUR_MS);
  const failed = createFailedJobs(redis, QUEUE);
  expect([await pass(failed), await pass(failed), await pass(failed)]).toEqual([['a', 'b'], ['c'], ['c']]);
  await fail('late', 3 * HOUR_MS - MINUTE_MS / 2);
  await fail('d', 4 * HOUR_MS);
  expect([await pass(failed), await pass(failed)]).toEqual([['late', 'c'], ['d']]);
});

it('misses none when old ones are removed on its way', async () => {
  for (const [at, id] of ['a', 'b', 'c', 'd', 'e'].entries()) await fail(id, at * HOUR_MS);
  const failed = createFailedJobs(redis, QUEUE);
  expect(await pass(failed)).toEqual(['a', 'b']);
  await redis.zrem(FAILED, 'a', 'b');
  expect([...(await pass(failed)), ...(await pass(failed))]).toEqual(['c', 'd', 'e']);
});

it('comes to the end of those that failed in one moment', async () => {
  for (const id of ['a', 'b', 'c', 'd', 'e']) await fail(id, HOUR_MS);
  const failed = createFailedJobs(redis, QUEUE);
  expect([await pass(failed), await pass(failed), await pass(failed)]).toEqual([
    ['a', 'b'],
    ['c', 'd'],
    ['e'],
  ]);
});

it('looks again at those that it could not put right while its store was away', async () => {
  for (const [at, id] of ['a', 'b', 'c'].entries()) await fail(id, at * HOUR_MS);
  const failed = createFailedJobs(redis, QUEUE);
  const away = new Fault('unavailable', 'Redis is away.');
  await expect(pass(failed, (id) => (id === 'b' ? away : null))).rejects.toBe(away);
  expect([await pass(failed), await pass(failed)]).toEqual([['a', 'b'], ['c']]);
});

it('is held up by none that cannot be put right at all', async () => {
  for (const [at, id] of ['a', 'b', 'c'].entries()) await fail(id, at * HOUR_MS);
  const failed = createFailedJobs(redis, QUEUE);
  const defect = new Fault('internal', 'Redis refused a command.');
  await expect(pass(failed, (id) => (id === 'a' ? defect : null))).rejects.toBe(defect);
  expect(await pass(failed)).toEqual(['c']);
});
