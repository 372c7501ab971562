import { isFault, untilAborted, withinBudget } from '@ragfleet/kernel';
import type { Breaker } from './breakers/create-breaker.ts';
import { NOBODY_WAITED } from './heard-by.ts';

export interface LeavableCallsOptions {
  readonly breaker: Breaker;
  /** Of the call itself, however long its caller waits. */
  readonly timeoutMs: number;
}

/** Makes one call; its caller may leave before it has ended. */
export type LeavableCalls = <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** Enough for any breaker to hear that a vendor hangs, and no more than a vendor should have to finish for nobody. */
const MAX_LEFT = 32;

/**
 * Calls whose callers wait for a part of a second, which a vendor that is well may take for its reply. One whose caller
 * ran out of time goes on until it has ended or its own limit is spent: the breaker hears how the vendor does, not how
 * patient callers are. It is stopped, and keeps nobody away, when its caller has ended for another reason or when 32
 * others go on for nobody.
 */
export function createLeavableCalls({ breaker, timeoutMs }: LeavableCallsOptions): LeavableCalls {
  let leftCalls = 0;
  const leave = async (call: Promise<unknown>): Promise<void> => {
    leftCalls += 1;
    await Promise.allSettled([call]);
    leftCalls -= 1;
  };
  return async (signal, work) => {
    signal.throwIfAborted();
    const stop = new AbortController();
    const call = breaker.run(() => withinBudget(timeoutMs, stop.signal, work));
    const onAbort = (): void => {
      if (isFault(signal.reason, 'timeout') && leftCalls < MAX_LEFT) void leave(call);
      else stop.abort(NOBODY_WAITED);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await untilAborted(call, signal);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };
}
