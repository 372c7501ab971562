import { Fault } from './fault.ts';

/**
 * Runs `work` with a signal that aborts when `budgetMs` is spent or with the caller's, and waits no longer than that
 * for work that ignores it. Rejects with a `timeout` Fault, or with the caller's own reason. Who has been given a result
 * is not told of the caller's later leaving.
 */
export async function withinBudget<T>(
  budgetMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  // One controller and one listener: a signal of two others costs several times as much, and every step has a budget.
  const budget = new AbortController();
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const end = (reason: unknown): void => {
    reject(reason);
    budget.abort(reason);
  };
  const onAbort = (): void => end(signal.reason);
  const late = (): Fault => new Fault('timeout', `A step took longer than its budget of ${budgetMs} ms.`);
  const timer = setTimeout(() => end(late()), budgetMs);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    work(budget.signal).then(resolve, reject);
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** What `work` comes to, or the signal's reason as soon as it aborts. The work itself goes on, and nobody hears of it. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
