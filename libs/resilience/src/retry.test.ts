import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { createRetryBudget } from './retry-budget.ts';
import { createRetry, type RetryOptions } from './retry.ts';
import { away } from './settled.fixture.ts';

const never = new AbortController().signal;
const limited = (retryAfterMs?: number): Fault =>
  new Fault('rate-limited', 'Slow down.', retryAfterMs === undefined ? {} : { retryAfterMs });

/** The pauses before each further attempt of a work that always fails. */
async function pausesOf(
  error: unknown,
  { patienceMs, ...options }: Partial<RetryOptions> & { readonly patienceMs?: number } = {},
): Promise<number[]> {
  const pauses: number[] = [];
  const retry = createRetry({
    maxRetries: 2,
    baseMs: 1_000,
    capMs: 10_000,
    random: () => 0.5,
    budget: createRetryBudget(),
    pause: async (timeMs) => pauses.push(timeMs),
    ...options,
  });
  let calls = 0;
  const work = async (): Promise<never> => {
    calls += 1;
    throw error as Error;
  };
  await expect(retry(never, work, patienceMs)).rejects.toBe(error);
  expect(calls).toBe(pauses.length + 1);
  return pauses;
}

describe('createRetry', () => {
  it('tries again after a random part of pauses that double', async () => {
    expect(await pausesOf(away)).toEqual([500, 1_000]);
    expect(await pausesOf(away, { random: () => 0 })).toEqual([0, 0]);
  });

  it('waits for as long as it was asked to, and not at the same moment as everybody', async () => {
    expect(await pausesOf(limited(2_000))).toEqual([2_500, 3_000]);
  });

  it('does not wait for longer than is worth it to its caller', async () => {
    expect(await pausesOf(limited(2_000), { patienceMs: 1_999 })).toEqual([]);
    expect(await pausesOf(limited(2_000), { patienceMs: 2_000 })).toEqual([2_000, 2_000]);
    expect(await pausesOf(limited(10_001))).toEqual([]);
    expect(await pausesOf(limited(0), { patienceMs: -1 })).toEqual([]);
  });

  it('expects a refusal without a time to last as long as the pause would, and a fault to be over', async () => {
    expect(await pausesOf(limited(), { patienceMs: 999 })).toEqual([]);
    expect(await pausesOf(new Fault('overloaded', 'Full.'), { patienceMs: 999 })).toEqual([]);
    expect(await pausesOf(limited(), { patienceMs: 1_000 })).toEqual([500]);
    expect(await pausesOf(away, { patienceMs: 400 })).toEqual([200, 200]);
  });

  it('does not try again when the provider has had its part of retries', async () => {
    const budget = createRetryBudget();
    for (let count = 0; count < 3; count += 1) budget.takeRetry();
    expect(await pausesOf(away, { budget })).toEqual([]);
  });

  it('does not try again what the dependency did not do wrong', async () => {
    expect(await pausesOf(new Fault('invalid-input', 'Bad.'))).toEqual([]);
  });

  it('ends its pause when nobody waits any more', async () => {
    const retry = createRetry({ maxRetries: 2, baseMs: 1_000, budget: createRetryBudget() });
    const caller = new AbortController();
    const running = retry(caller.signal, () => Promise.reject(limited(60_000)));
    setImmediate(() => caller.abort(new Fault('canceled', 'Canceled.')));
    await expect(running).rejects.toMatchObject({ kind: 'canceled' });
  });
});
