import { Fault } from '@ragfleet/kernel';

/** The result of `work`, or a `timeout` Fault when it takes longer, or the signal's reason. `work` is not awaited further. */
export async function within<T>(budgetMs: number, signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Fault('timeout', 'The cache took too long.')), budgetMs);
  const onAbort = (): void => reject(signal.reason as unknown);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    return await Promise.race([work, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}
