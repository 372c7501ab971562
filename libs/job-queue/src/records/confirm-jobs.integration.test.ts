import { queueKeys } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createConfirmations } from './confirm-jobs.ts';

const { redis } = await openTestRedis();
const marks = Array.from({ length: 500 }, (_, at) => `acme:q_${at}`);
beforeEach(async () => {
  await redis.flushall();
  await redis.zadd(queueKeys.admitted, ...marks.flatMap((mark) => [1, mark]));
});
const left = (): Promise<number> => redis.zcard(queueKeys.admitted);

describe('confirmations', () => {
  it('are told together, a moment after the first', async () => {
    const confirmations = createConfirmations(redis);
    const zrem = vi.spyOn(redis, 'zrem');
    for (const mark of marks.slice(0, 3)) confirmations.add(mark);
    await vi.waitUntil(async () => (await left()) === 497);
    expect(zrem).toHaveBeenCalledTimes(1);
    zrem.mockRestore();
  });

  it('do not wait, nor grow, beyond five hundred', () => {
    const confirmations = createConfirmations(redis);
    const zrem = vi.spyOn(redis, 'zrem');
    for (const mark of marks.slice(0, 499)) confirmations.add(mark);
    expect(zrem).not.toHaveBeenCalled();
    confirmations.add(marks[499] ?? '');
    expect(zrem).toHaveBeenCalledTimes(1);
    zrem.mockRestore();
  });

  it('are told before the end', async () => {
    const confirmations = createConfirmations(redis);
    for (const mark of marks.slice(0, 2)) confirmations.add(mark);
    await confirmations.close();
    expect(await left()).toBe(498);
  });
});
