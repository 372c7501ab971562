import { setImmediate } from 'node:timers/promises';
import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { createListQueries } from './list-queries.ts';
import { sealer } from './query.test-data.ts';

const ENTRIES = 5_000;
const { redis } = await openTestRedis();
const rare = {
  tenantId: 'acme',
  principalId: null,
  status: 'failed',
  limit: 10,
  startingAfter: null,
} as const;

beforeEach(async () => {
  await redis.flushdb();
  const entries = Array.from({ length: ENTRIES }, (_, at) => [at, `q_${at}`]).flat();
  await redis.zadd(queueKeys.queriesOfTenant('acme'), ...entries);
  await redis.config('RESETSTAT');
});

const looksAt = async (): Promise<number> =>
  Number(/cmdstat_hget:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1] ?? 0);

it('a walk looks at each entry once, in few round trips', async () => {
  const pages = vi.spyOn(redis, 'zrevrange');
  onTestFinished(() => pages.mockRestore());
  const { signal } = new AbortController();
  const whole = { records: [], hasMore: false, isCut: false };
  expect(await createListQueries(redis, sealer)(rare, signal)).toEqual(whole);
  expect(await looksAt()).toBe(ENTRIES);
  expect(pages.mock.calls.length).toBeLessThanOrEqual(12);
});

it('a walk ends between two pages when its client goes', async () => {
  const leaving = new AbortController();
  const pages = vi.spyOn(redis, 'zrevrange');
  onTestFinished(() => pages.mockRestore());
  const walk = createListQueries(redis, sealer)(rare, leaving.signal);
  // Its first question is out, and no reply can be here yet.
  await setImmediate();
  leaving.abort(new Fault('canceled', 'The client has gone.'));
  await expect(walk).rejects.toMatchObject({ kind: 'canceled' });
  expect(pages).toHaveBeenCalledTimes(1);
  expect(await looksAt()).toBeLessThan(ENTRIES / 5);
});
