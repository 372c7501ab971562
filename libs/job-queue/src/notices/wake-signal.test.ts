import { describe, expect, it } from 'vitest';
import { createWakeSignal } from './wake-signal.ts';

const never = new AbortController().signal;

describe('createBell', () => {
  it('wakes the waiter', async () => {
    const wakeSignal = createWakeSignal();
    const waiting = wakeSignal.wait(60_000, never);
    wakeSignal.notify();
    await expect(waiting).resolves.toBeUndefined();
  });

  it('keeps a ring that came while nobody waited, once', async () => {
    const wakeSignal = createWakeSignal();
    wakeSignal.notify();
    wakeSignal.notify();
    await wakeSignal.wait(60_000, never);
    const second = wakeSignal.wait(20, never).then(() => performance.now());
    const startedAt = performance.now();
    expect((await second) - startedAt).toBeGreaterThan(15);
  });

  it('gives up when the time is over or the signal aborts', async () => {
    const wakeSignal = createWakeSignal();
    await wakeSignal.wait(1, never);
    const leaving = new AbortController();
    const waiting = wakeSignal.wait(60_000, leaving.signal);
    leaving.abort();
    await expect(waiting).resolves.toBeUndefined();
    await expect(wakeSignal.wait(60_000, leaving.signal)).resolves.toBeUndefined();
  });
});
