import { Fault, isFault } from '@ragfleet/kernel';
import { unbookedFault } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Breaker, createBreaker } from './create-breaker.ts';
import { away } from '../settled.fixture.ts';

const isAway = (error: unknown): boolean => isFault(error, 'unavailable');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function failTimes(breaker: Breaker, times: number, error: unknown = away): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await breaker.run(() => Promise.reject(error as Error)).catch(() => undefined);
  }
}

describe('createBreaker', () => {
  const open = () => createBreaker({ name: 'model', consecutiveFailures: 3, resetMs: 1_000 });

  it('opens on failures in a row and then calls nobody', async () => {
    const breaker = open();
    await failTimes(breaker, 3);
    const work = vi.fn<() => Promise<number>>().mockResolvedValue(1);
    await expect(breaker.run(work)).rejects.toSatisfy(isAway);
    expect(work).not.toHaveBeenCalled();
    expect(breaker.snapshot()).toMatchObject({ name: 'model', state: 'open', failures: 3 });
  });

  it('starts counting anew after a success', async () => {
    const breaker = open();
    await failTimes(breaker, 2);
    await breaker.run(() => Promise.resolve(1));
    await failTimes(breaker, 2);
    expect(breaker.snapshot().state).toBe('closed');
  });

  it('does not count what the caller did: bad input, a cancellation, books that were away before the call', async () => {
    const breaker = open();
    await failTimes(breaker, 5, new Fault('invalid-input', 'Bad.'));
    await failTimes(breaker, 5, new Fault('canceled', 'Canceled.'));
    await failTimes(breaker, 5, unbookedFault(new Fault('unavailable', 'The books are away.')));
    expect(breaker.snapshot().state).toBe('closed');
  });

  it('opens when half of many calls fail, never three in a row', async () => {
    const breaker = open();
    for (let count = 0; count < 12; count += 1) {
      await failTimes(breaker, 1);
      await breaker.run(() => Promise.resolve(1)).catch(() => undefined);
    }
    expect(breaker.snapshot().state).toBe('open');
  });

  it('closes after three probes that succeed, and opens again on one that fails', async () => {
    const breaker = open();
    await failTimes(breaker, 3);
    vi.advanceTimersByTime(1_000);
    await breaker.run(() => Promise.resolve(1));
    expect(breaker.snapshot().state).toBe('half-open');
    await failTimes(breaker, 1);
    expect(breaker.snapshot().state).toBe('open');
    vi.advanceTimersByTime(1_000);
    for (let probe = 0; probe < 3; probe += 1) await breaker.run(() => Promise.resolve(1));
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', failures: 0, openedAtMs: null });
  });

  it('keeps callers beyond the probes away at once', async () => {
    const breaker = open();
    await failTimes(breaker, 3);
    vi.advanceTimersByTime(1_000);
    const { promise, resolve } = Promise.withResolvers<number>();
    const probes = [1, 2, 3].map(() => breaker.run(() => promise));
    await expect(breaker.run(() => Promise.resolve(1))).rejects.toSatisfy(isAway);
    resolve(1);
    await Promise.all(probes);
    expect(breaker.snapshot().state).toBe('closed');
  });
});
