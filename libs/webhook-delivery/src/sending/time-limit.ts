/** A signal that aborts with its caller's, or as a timeout. */
export interface TimeLimit extends Disposable {
  readonly signal: AbortSignal;
}

/** Dispose it when the work has ended: `AbortSignal.timeout` would stay for all of its time, thousands of them at once. */
export function timeLimit(caller: AbortSignal, timeoutMs: number): TimeLimit {
  const limit = new AbortController();
  const expire = (): void => limit.abort(new DOMException('The webhook took too long.', 'TimeoutError'));
  const follow = (): void => limit.abort(caller.reason);
  const timer = setTimeout(expire, timeoutMs);
  if (caller.aborted) follow();
  else caller.addEventListener('abort', follow, { once: true });
  return {
    signal: limit.signal,
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      caller.removeEventListener('abort', follow);
    },
  };
}
