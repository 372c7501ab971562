import { Fault } from '@ragfleet/kernel';

/**
 * Runs one step under a time budget. The step gets a signal that aborts when the budget is spent or the caller's
 * signal aborts, and nobody waits for a step that ignores it. Rejects with a `timeout` Fault, or the caller's reason.
 */
export async function withinBudget<T>(
  budgetMs: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const budget = new AbortController();
  const both = AbortSignal.any([signal, budget.signal]);
  const timer = setTimeout(() => {
    budget.abort(new Fault('timeout', 'A step of the search took longer than its budget.'));
  }, budgetMs);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(both.reason);
  both.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([run(both), aborted]);
  } finally {
    clearTimeout(timer);
    both.removeEventListener('abort', onAbort);
  }
}
