import { Fault } from '@ragfleet/kernel';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchProgress } from './watch-progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('ends work that stands still for as long as it may', () => {
  using watch = watchProgress(new AbortController().signal, 60_000);
  vi.advanceTimersByTime(59_999);
  expect(watch.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watch.signal.reason).toMatchObject({ kind: 'timeout' });
});

it('leaves work alone that goes on for longer, as long as something comes of it', () => {
  using watch = watchProgress(new AbortController().signal, 60_000);
  for (let minute = 0; minute < 4; minute += 1) {
    vi.advanceTimersByTime(59_000);
    watch.note();
  }
  expect(watch.signal.aborted).toBe(false);
  vi.advanceTimersByTime(60_000);
  expect(watch.signal.aborted).toBe(true);
});

it('ends with the work for its reason, and has no timer when it is over', () => {
  const work = new AbortController();
  const watch = watchProgress(work.signal, 60_000);
  const reason = new Fault('expired', 'Too late.');
  work.abort(reason);
  expect(watch.signal.reason).toBe(reason);
  watch[Symbol.dispose]();
  watch.note();
  expect(vi.getTimerCount()).toBe(0);
});
