import { describe, expect, it } from 'vitest';
import { createBell } from './bell.ts';

const never = new AbortController().signal;

describe('createBell', () => {
  it('wakes the waiter', async () => {
    const bell = createBell();
    const waiting = bell.wait(60_000, never);
    bell.ring();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('keeps a ring that came while nobody waited, once', async () => {
    const bell = createBell();
    bell.ring();
    bell.ring();
    await bell.wait(60_000, never);
    const second = bell.wait(20, never).then(() => performance.now());
    const startedAt = performance.now();
    expect((await second) - startedAt).toBeGreaterThan(15);
  });

  it('gives up when the time is over or the signal aborts', async () => {
    const bell = createBell();
    await bell.wait(1, never);
    const leaving = new AbortController();
    const waiting = bell.wait(60_000, leaving.signal);
    leaving.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(bell.wait(60_000, leaving.signal)).resolves.toBeUndefined();
  });
});
