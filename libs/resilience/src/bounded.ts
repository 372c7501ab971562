import { Fault, toFault } from '@ragfleet/kernel';

/**
 * Runs `work` under a time budget with a signal that aborts at its end or with the caller's. Nobody waits for work that
 * ignores its signal. Rejects with a `timeout` Fault, or with the caller's own reason.
 */
export async function bounded<T>(
  budgetMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const budget = new AbortController();
  const both = AbortSignal.any([signal, budget.signal]);
  const timer = setTimeout(() => budget.abort(new Fault('timeout', 'A dependency took too long.')), budgetMs);
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(toFault(both.reason));
  both.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(both), aborted]);
  } finally {
    clearTimeout(timer);
    both.removeEventListener('abort', onAbort);
  }
}
