/** Wakes one waiter. A ring while nobody waits is kept, so that nothing slips between a look and a wait. */
export interface WakeSignal {
  notify(): void;
  /** Resolves at the next ring, after `timeoutMs`, or when the signal aborts: look again in any case. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void>;
}

export function createWakeSignal(): WakeSignal {
  let hasRung = false;
  let wake: (() => void) | null = null;
  return {
    notify: () => {
      hasRung = true;
      wake?.();
    },
    wait: async (timeoutMs, signal) => {
      if (!hasRung && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = setTimeout(resolve, timeoutMs);
        signal.addEventListener('abort', () => resolve(), { once: true, signal: listenerEnd(promise) });
        await promise;
        clearTimeout(timer);
      }
      wake = null;
      hasRung = false;
    },
  };
}

/** A signal that ends an event listener when the promise settles, so that long-lived signals collect none. */
function listenerEnd(promise: Promise<void>): AbortSignal {
  const end = new AbortController();
  void promise.finally(() => end.abort());
  return end.signal;
}
