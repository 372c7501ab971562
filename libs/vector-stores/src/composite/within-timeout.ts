import { Fault, toFault } from '@ragfleet/kernel';

/**
 * Runs `work` with a signal that aborts at the timeout or with the caller's, and waits no longer than that for work
 * that ignores it. Rejects with a `timeout` Fault, or with the caller's own reason.
 */
export async function withinTimeout<Value>(
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  signal.throwIfAborted();
  const timeout = new AbortController();
  const late = new Fault('timeout', `A vector store did not answer within ${timeoutMs} ms.`);
  const timer = setTimeout(() => timeout.abort(late), timeoutMs);
  const both = AbortSignal.any([signal, timeout.signal]);
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
