import { Fault } from '@ragfleet/kernel';
import type { Breaker } from './breakers/create-breaker.ts';

export const NOBODY_WAITED = new Fault('canceled', 'Nobody waited for the reply.');

export interface HeardCall {
  readonly breaker: Breaker;
  /** Of whoever asks. */
  readonly signal: AbortSignal;
}

/**
 * A call whose end its breaker hears while its asker waits. That nobody waited longer says nothing about a vendor: it keeps
 * no answer from it, and does not clear it either. Rejects with the signal's reason then.
 */
export async function heardBy<T>({ breaker, signal }: HeardCall, call: () => Promise<T>): Promise<T> {
  try {
    return await breaker.run(async () => {
      try {
        return await call();
      } catch (error) {
        throw signal.aborted ? NOBODY_WAITED : error;
      }
    });
  } catch (error) {
    throw error === NOBODY_WAITED ? signal.reason : error;
  }
}
