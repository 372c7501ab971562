import { Fault } from '@ragfleet/kernel';

/** Runs one of several calls that share a budget; the call that exceeds it is abandoned. */
export type CommandBudget = <Reply>(call: () => Promise<Reply>) => Promise<Reply>;

/** One time budget over all calls of one operation, so that two slow calls cannot take twice the time of one. */
export function startCommandBudget(totalMs: number): CommandBudget {
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

/** One work of many calls. Where its time is up, or the signal says that nobody waits, it is told to make no further one. */
export async function runWithin<Reply>(
  totalMs: number,
  signal: AbortSignal,
  work: (ending: AbortSignal) => Promise<Reply>,
): Promise<Reply> {
  const abandoned = new AbortController();
  try {
    return await startCommandBudget(totalMs)(() => work(AbortSignal.any([signal, abandoned.signal])));
  } finally {
    abandoned.abort();
  }
}
