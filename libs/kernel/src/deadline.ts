import type { Clock } from './clock.ts';
import { Fault } from './fault.ts';

/**
 * A moment after which nobody waits for the answer any more, and the signal that says so.
 * Dispose it (`using deadline = deadlineAt(…)`) when the work has ended: its timer would outlive the work.
 */
export interface Deadline extends Disposable {
  readonly atMs: number;
  /** Aborts at the deadline, or when the parent signal does. Its reason is a Fault. */
  readonly signal: AbortSignal;
  remainingMs(): number;
}

// setTimeout counts in a signed 32-bit integer: a longer delay would fire at once.
const MAX_TIMER_MS = 2_147_483_647;

/** A deadline at wall time `atMs`; `parent` (a cancellation, a shutdown) ends it early with its own reason. */
export function deadlineAt(atMs: number, clock: Clock, parent?: AbortSignal): Deadline {
  const remainingMs = (): number => Math.max(0, atMs - clock.nowMs());
  const expiry = new AbortController();
  const expire = (): void => expiry.abort(new Fault('expired', 'The deadline of this query has passed.'));
  const timer = setTimeout(expire, Math.min(remainingMs(), MAX_TIMER_MS)).unref();
  if (remainingMs() === 0) expire();
  return {
    atMs,
    signal: parent === undefined ? expiry.signal : AbortSignal.any([parent, expiry.signal]),
    remainingMs,
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
