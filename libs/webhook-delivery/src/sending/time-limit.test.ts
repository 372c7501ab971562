import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { timeLimit } from './time-limit.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('ends as a timeout, and not before its time', () => {
  using limit = timeLimit(new AbortController().signal, 1_000);
  vi.advanceTimersByTime(999);
  expect(limit.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(limit.signal.reason).toMatchObject({ name: 'TimeoutError' });
});

it('ends with its caller, for the same reason', () => {
  const reason = new Error('The process stops.');
  const caller = new AbortController();
  using limit = timeLimit(caller.signal, 1_000);
  caller.abort(reason);
  expect(limit.signal.reason).toBe(reason);
  using late = timeLimit(caller.signal, 1_000);
  expect(late.signal.reason).toBe(reason);
});

it('leaves no timer and no listener behind', () => {
  const caller = new AbortController();
  const limit = timeLimit(caller.signal, 1_000);
  limit[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
  caller.abort();
  expect(limit.signal.aborted).toBe(false);
});
