/** How many retries all calls to one provider may have, whatever they are for. */
export interface RetryBudget {
  countCall(): void;
  /** Takes note of a retry; false when it would make more than a fifth of the calls of the last 10 s. */
  takeRetry(): boolean;
}

/** The budgets of a process, one for each provider. */
export interface RetryBudgets {
  of(provider: string): RetryBudget;
}

const SLICE_MS = 1_000;
const SLICES = 10;
const RETRY_SHARE = 0.2;
const MIN_RETRIES = 3;

interface Slice {
  readonly at: number;
  calls: number;
  retries: number;
}

/**
 * Keeps retries from doubling the load of a provider that is down. Three in 10 s are always allowed. The window slides by
 * the second, so that no 10 s hold more; `nowMs`: a clock that is never set back.
 */
export function createRetryBudget(nowMs: () => number = () => performance.now()): RetryBudget {
  let slices: Slice[] = [];
  const current = (): Slice => {
    const at = Math.floor(nowMs() / SLICE_MS);
    const last = slices.at(-1);
    if (last?.at === at) return last;
    const begun = { at, calls: 0, retries: 0 };
    slices = [...slices.filter((slice) => slice.at >= at - SLICES), begun];
    return begun;
  };
  // A slice is older than its end: of calls less than 10 s count, of retries more.
  const callsSince = (at: number): number =>
    slices.reduce((total, slice) => (slice.at > at ? total + slice.calls : total), 0);
  const retriesKnown = (): number => slices.reduce((total, { retries }) => total + retries, 0);
  return {
    countCall: () => {
      current().calls += 1;
    },
    takeRetry: () => {
      const slice = current();
      const most = Math.max(MIN_RETRIES, callsSince(slice.at - SLICES) * RETRY_SHARE);
      if (retriesKnown() + 1 > most) return false;
      slice.retries += 1;
      return true;
    },
  };
}

/** One retry budget for each provider, kept for the life of the process. */
export function createRetryBudgets(nowMs?: () => number): RetryBudgets {
  const budgets = new Map<string, RetryBudget>();
  return {
    of: (provider) => {
      const budget = budgets.get(provider) ?? createRetryBudget(nowMs);
      budgets.set(provider, budget);
      return budget;
    },
  };
}
