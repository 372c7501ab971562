import type { Clock } from './clock.ts';
import { Fault } from './fault.ts';

/**
 * A moment after which nobody waits for the answer any more, and the signal that says so.
 * Dispose it (`using deadline = deadlineAt(…)`) when the work has ended: its timers would outlive the work.
 */
export interface Deadline extends Disposable {
  readonly atMs: number;
  /** Aborts at the deadline, or when the parent signal does. Its reason is a Fault. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** A signal that aborts after `budgetMs` or at the deadline, whichever is first. */
  within(budgetMs: number): AbortSignal;
}

// setTimeout counts in a signed 32-bit integer: a longer delay would fire at once.
const MAX_TIMER_MS = 2_147_483_647;

/** A deadline at wall time `atMs`; `parent` (a cancellation, a shutdown) ends it early with its own reason. */
export function deadlineAt(atMs: number, clock: Clock, parent?: AbortSignal): Deadline {
  const timers = new Set<NodeJS.Timeout>();
  const remainingMs = (): number => Math.max(0, atMs - clock.nowMs());
  const abortAfter = (delayMs: number, reason: () => Fault): AbortSignal => {
    const controller = new AbortController();
    if (delayMs <= 0) controller.abort(reason());
    else timers.add(setTimeout(() => controller.abort(reason()), Math.min(delayMs, MAX_TIMER_MS)).unref());
    return controller.signal;
  };
  const expiry = abortAfter(
    remainingMs(),
    () => new Fault('expired', 'The deadline of this query has passed.'),
  );
  const signal = parent === undefined ? expiry : AbortSignal.any([parent, expiry]);
  return {
    atMs,
    signal,
    remainingMs,
    within: (budgetMs) => {
      const budget = abortAfter(budgetMs, () => new Fault('timeout', 'A step took longer than its budget.'));
      return AbortSignal.any([signal, budget]);
    },
    [Symbol.dispose]: () => {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
