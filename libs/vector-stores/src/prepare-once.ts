import { Fault, isFault, untilAborted } from '@ragfleet/kernel';

/** What has to stand before the first call, such as a collection. Waiting for it ends with the caller's signal. */
export type Prepared<Value> = (signal: AbortSignal) => Promise<Value>;

export interface Preparation<Value> {
  /** Named in the message when it is not ready in time. */
  readonly store: string;
  readonly timeoutMs: number;
  readonly prepare: (signal: AbortSignal) => Promise<Value>;
}

/**
 * Prepares a store at start, once for all callers. A store that is away does not keep a process from starting: the
 * next call tries again. Every other fault, such as an index of another dimension, is thrown here.
 */
export async function prepareOnce<Value>(preparation: Preparation<Value>): Promise<Prepared<Value>> {
  let attempt: Promise<Value> | null = null;
  const start = (): Promise<Value> => {
    attempt ??= withinTime(preparation).catch((error: unknown) => {
      attempt = null;
      throw error;
    });
    return attempt;
  };
  try {
    await start();
  } catch (error) {
    if (!isFault(error, 'unavailable')) throw error;
  }
  return async (signal) => {
    signal.throwIfAborted();
    return untilAborted(start(), signal);
  };
}

async function withinTime<Value>({ store, timeoutMs, prepare }: Preparation<Value>): Promise<Value> {
  const budget = new AbortController();
  const late = new Fault('unavailable', `${store} was not ready within ${timeoutMs / 1_000} s. Try again.`);
  const timer = setTimeout(() => budget.abort(late), timeoutMs);
  try {
    return await prepare(budget.signal);
  } finally {
    clearTimeout(timer);
  }
}
