import { Fault } from '@ragfleet/kernel';

/** Runs one of several calls that share a budget; the call that exceeds it is abandoned. */
export type Budget = <Reply>(call: () => Promise<Reply>) => Promise<Reply>;

/** One time budget over all calls of one operation, so that two slow calls cannot take twice the time of one. */
export function startBudget(totalMs: number): Budget {
  const endsAt = performance.now() + totalMs;
  return async (call) => {
    const { promise, reject } = Promise.withResolvers<never>();
    const spent = (): void =>
      reject(new Fault('unavailable', 'Redis did not answer in time.', { retryAfterMs: 1_000 }));
    const timer = setTimeout(spent, Math.max(0, endsAt - performance.now()));
    try {
      return await Promise.race([call(), promise]);
    } finally {
      clearTimeout(timer);
    }
  };
}
