import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFuse } from './fuse.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('burns on while other toxics change, and starts anew for another of its own', () => {
  const act = vi.fn<() => void>();
  const fuse = createFuse(act);
  const toxic = { afterMs: 100 };
  fuse.follow(toxic);
  vi.advanceTimersByTime(60);
  fuse.follow(toxic);
  vi.advanceTimersByTime(39);
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(act).toHaveBeenCalledTimes(1);
  fuse.follow({ afterMs: 100 });
  vi.advanceTimersByTime(100);
  expect(act).toHaveBeenCalledTimes(2);
});

it('goes out when its toxic is taken away', () => {
  const act = vi.fn<() => void>();
  const fuse = createFuse(act);
  fuse.follow({ afterMs: 100 });
  fuse.follow(undefined);
  vi.advanceTimersByTime(1_000);
  expect(act).not.toHaveBeenCalled();
});
