import { Fault } from '@ragfleet/kernel';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchChunks } from './chunk-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const TIMERS = { firstChunkMs: 100, idleMs: 20 };
const nobody = (): AbortSignal => new AbortController().signal;

it('waits longer for the first chunk than between two', () => {
  using watch = watchChunks(TIMERS, nobody());
  vi.advanceTimersByTime(99);
  expect(watch.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watch.signal.reason).toMatchObject({ message: 'The model did not begin its answer in time.' });
});

it('blames no model for a reader that is busy, and the model again for the chunk after', () => {
  using watch = watchChunks(TIMERS, nobody());
  watch.rest();
  watch.touch();
  vi.advanceTimersByTime(19);
  watch.rest();
  vi.advanceTimersByTime(500);
  expect(watch.signal.aborted).toBe(false);
  watch.touch();
  vi.advanceTimersByTime(19);
  expect(watch.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(watch.signal.reason).toMatchObject({ message: 'The model stopped in the middle of its answer.' });
});

it('aborts with its caller, until it is disposed of', () => {
  const [caller, later] = [new AbortController(), new AbortController()];
  const reason = new Fault('canceled', 'The caller has left.');
  const watch = watchChunks(TIMERS, caller.signal);
  caller.abort(reason);
  expect(watch.signal.reason).toBe(reason);
  expect(watchChunks(TIMERS, caller.signal).signal.reason).toBe(reason);
  const ended = watchChunks(TIMERS, later.signal);
  ended.touch();
  ended[Symbol.dispose]();
  later.abort(reason);
  vi.advanceTimersByTime(1_000);
  expect(ended.signal.aborted).toBe(false);
});
