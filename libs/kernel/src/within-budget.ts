import { Fault } from './fault.ts';

/** A timer that rings later than this was kept waiting by the process itself. */
const BUSY_MS = 5;

/**
 * Runs `work` with a signal that aborts after `budgetMs`, or when the caller's signal does. Work that ignores the signal is
 * not waited for. Rejects with a `timeout` Fault, or with the reason of the caller's signal. After `work` has succeeded its
 * signal never aborts.
 *
 * When the event loop was blocked and the timer fired late, the delay is added to the budget once, up to `budgetMs`: the
 * whole wait is at most twice the budget plus what the loop was blocked.
 */
export function withinBudget<T>(
  budgetMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  if (signal.aborted) {
    reject(signal.reason);
    return promise;
  }
  // One controller and one listener: a signal of two others costs several times as much, and every step has a budget.
  // One promise and its two ends: an async function would have three, and wait for two of them.
  const budget = new AbortController();
  const settle = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  };
  const fail = (reason: unknown): void => {
    settle();
    reject(reason);
  };
  const end = (reason: unknown): void => {
    fail(reason);
    budget.abort(reason);
  };
  const onAbort = (): void => end(signal.reason);
  const startedAtMs = performance.now();
  const ring = (): void => {
    const busyMs = performance.now() - startedAtMs - budgetMs;
    // Timers ring before what has arrived is read.
    if (busyMs <= BUSY_MS) end(late(budgetMs));
    else timer = setTimeout(() => end(late(budgetMs)), Math.min(busyMs, budgetMs));
  };
  let timer = setTimeout(ring, budgetMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    work(budget.signal).then((value) => {
      settle();
      resolve(value);
    }, fail);
  } catch (error) {
    fail(error);
  }
  return promise;
}

const late = (budgetMs: number): Fault =>
  new Fault('timeout', `A step took longer than its budget of ${budgetMs} ms.`);

/** What `work` comes to, or the signal's reason as soon as it aborts. The work itself goes on, and nobody hears of it. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const onAbort = (): void => reject(signal.reason);
  const settle = (): void => signal.removeEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  work.then(
    (value) => {
      settle();
      resolve(value);
    },
    (error: unknown) => {
      settle();
      reject(error);
    },
  );
  return promise;
}
