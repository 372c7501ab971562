import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBeat } from './create-beat.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('calls at once who comes first, and together who comes within a period', () => {
  const called: string[] = [];
  const beat = createBeat(30);
  beat.join(() => called.push('first'));
  expect(called).toEqual(['first']);
  beat.join(() => called.push('second'));
  vi.advanceTimersByTime(20);
  beat.join(() => called.push('third'));
  expect(called).toEqual(['first']);
  vi.advanceTimersByTime(10);
  expect(called).toEqual(['first', 'second', 'third']);
});

it('lets who joins during a beat wait for the next one', () => {
  const called: number[] = [];
  const beat = createBeat(30);
  const again = (): void => {
    called.push(Date.now());
    if (called.length < 3) beat.join(again);
  };
  vi.setSystemTime(0);
  beat.join(again);
  vi.advanceTimersByTime(100);
  expect(called).toEqual([0, 30, 60]);
});

it('stops ticking when nobody waits, and then calls at once again', () => {
  let calls = 0;
  const beat = createBeat(30);
  beat.join(() => (calls += 1));
  vi.advanceTimersByTime(30);
  expect(vi.getTimerCount()).toBe(0);
  beat.join(() => (calls += 1));
  expect(calls).toBe(2);
});
