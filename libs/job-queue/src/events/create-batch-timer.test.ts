import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBatchTimer } from './create-batch-timer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const turn = (): Promise<void> => Promise.resolve();

it('calls after its turn who comes first, and together who comes within a period', async () => {
  const called: string[] = [];
  const batchTimer = createBatchTimer(30);
  batchTimer.join(() => called.push('first'));
  expect(called).toEqual([]);
  await turn();
  expect(called).toEqual(['first']);
  batchTimer.join(() => called.push('second'));
  vi.advanceTimersByTime(20);
  batchTimer.join(() => called.push('third'));
  expect(called).toEqual(['first']);
  vi.advanceTimersByTime(10);
  expect(called).toEqual(['first', 'second', 'third']);
});

it('calls together who comes first in one turn', async () => {
  const called: string[] = [];
  const batchTimer = createBatchTimer(30);
  batchTimer.join(() => called.push('first'));
  batchTimer.join(() => called.push('second'));
  await turn();
  expect(called).toEqual(['first', 'second']);
});

it('lets who joins during a beat wait for the next one', async () => {
  const called: number[] = [];
  const batchTimer = createBatchTimer(30);
  const again = (): void => {
    called.push(Date.now());
    if (called.length < 3) batchTimer.join(again);
  };
  vi.setSystemTime(0);
  batchTimer.join(again);
  await turn();
  vi.advanceTimersByTime(100);
  expect(called).toEqual([0, 30, 60]);
});

it('stops ticking when nobody waits, and then calls at once again', async () => {
  let calls = 0;
  const batchTimer = createBatchTimer(30);
  batchTimer.join(() => (calls += 1));
  await turn();
  vi.advanceTimersByTime(30);
  expect(vi.getTimerCount()).toBe(0);
  batchTimer.join(() => (calls += 1));
  await turn();
  expect(calls).toBe(2);
});
