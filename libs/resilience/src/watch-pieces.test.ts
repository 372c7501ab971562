import { Fault } from '@ragfleet/kernel';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchPieces } from './watch-pieces.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = (): Promise<never> => new Promise(() => undefined);
const left = new Fault('canceled', 'The caller has left.');

it('hands on each piece and its failure, and leaves no timer behind', async () => {
  const watch = watchPieces(new AbortController().signal);
  await expect(watch.within(10, async () => 'one')).resolves.toBe('one');
  await expect(watch.within(10, () => Promise.reject(left))).rejects.toBe(left);
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up on a piece that is late, whatever came before it', async () => {
  const watch = watchPieces(new AbortController().signal);
  await watch.within(1_000, async () => 'one');
  const late = watch.within(20, never);
  vi.advanceTimersByTime(20);
  await expect(late).rejects.toMatchObject({ kind: 'timeout' });
});

it("ends the wait and the source with the caller's own reason", async () => {
  const caller = new AbortController();
  const watch = watchPieces(caller.signal);
  const piece = watch.within(1_000, never);
  caller.abort(left);
  await expect(piece).rejects.toBe(left);
  expect(watch.signal.reason).toBe(left);
  expect(vi.getTimerCount()).toBe(0);
  await expect(watch.within(1_000, async () => 'late')).rejects.toBe(left);
});

it('ends the source with the watch, unless it has ended by itself', () => {
  const caller = new AbortController();
  const [early, whole] = [watchPieces(caller.signal), watchPieces(caller.signal)];
  early.end(false);
  whole.end(true);
  expect(early.signal.reason).toMatchObject({ kind: 'canceled' });
  caller.abort(left);
  expect(whole.signal.aborted).toBe(false);
});

it('is over before it begins for a caller who has left', () => {
  expect(watchPieces(AbortSignal.abort(left)).signal.reason).toBe(left);
});
