import { type Clock, isFault, toFault } from '@ragfleet/kernel';
import type { Logger } from '../ports/operations.ts';

/**
 * One query's dealings with one store of the cache. All sessions of a query together make it wait no longer than their
 * budget. Nothing here fails a query, but the caller's own abort is thrown.
 */
export interface CacheSession {
  /** What the work comes to; null when it failed or was late, the store is away, or the budget is spent. */
  ask<T>(work: () => Promise<T>): Promise<T | null>;
  /** Waits for a write as long as the budget lasts; after that the write goes on by itself. */
  tell(work: () => Promise<unknown>): Promise<void>;
  /** True after a failure, or a wait that took most of the budget: the store is not asked again. */
  isAway(): boolean;
}

/** What a query may wait, whomever of the cache it waits for. */
export interface CacheBudget {
  readonly totalMs: number;
  leftMs: number;
}

export const cacheBudget = (totalMs: number): CacheBudget => ({ totalMs, leftMs: totalMs });

/** Whoever has waited for an answer for seconds, or writes one that others wait for, waits a little longer. */
export const PATIENT_BUDGET_MS = 200;

/**
 * After how long a connection to the cache gives a command up, when a query usually waits for `budgetMs`. Longer than
 * any query waits: it is the query that gives up, once it has read its sockets.
 */
export const cacheCommandMs = (budgetMs: number): number => 2 * Math.max(budgetMs, PATIENT_BUDGET_MS);

export interface CacheSessionOptions {
  readonly budget: CacheBudget;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fields: object;
}

export function openCacheSession(options: CacheSessionOptions): CacheSession {
  const { budget, signal, clock, logger, fields } = options;
  let isAway = false;

  const giveUp = (error: unknown): null => {
    if (!isAway && !isFault(error, 'unavailable', 'timeout'))
      logger.warn({ ...fields, kind: toFault(error).kind }, 'answer cache failed');
    isAway = true;
    return null;
  };
  const waited = <T>(work: Promise<T>): Promise<T | typeof LATE> => {
    const startedMs = clock.monotonicMs();
    const { leftMs } = budget;
    return firstOf(work, leftMs, (isLate) => {
      // Timers are coarse: whoever was late has used it up.
      budget.leftMs = isLate ? 0 : Math.max(0, leftMs - (clock.monotonicMs() - startedMs));
    });
  };

  return {
    isAway: () => isAway,
    ask: async (work) => {
      signal.throwIfAborted();
      if (isAway || budget.leftMs === 0) return null;
      // With little left, being late says nothing about the store.
      const isTelling = budget.leftMs >= budget.totalMs / 2;
      try {
        const result = await waited(work());
        signal.throwIfAborted();
        if (result !== LATE) return result;
        isAway ||= isTelling;
        return null;
      } catch (error) {
        signal.throwIfAborted();
        return giveUp(error);
      }
    },
    tell: async (work) => {
      if (isAway) return;
      const writing = work().catch(giveUp);
      if (budget.leftMs > 0) await waited(writing);
    },
  };
}

const LATE = Symbol('late');

/**
 * The work's end, or LATE when it takes longer. While this process was busy the reply may have come: the sockets are
 * read once more before giving up. Nobody listens to the caller's signal meanwhile: the wait is shorter than it matters.
 */
function firstOf<T>(
  work: Promise<T>,
  timeoutMs: number,
  onEnd: (isLate: boolean) => void,
): Promise<T | typeof LATE> {
  const { promise, resolve, reject } = Promise.withResolvers<T | typeof LATE>();
  let hasEnded = false;
  const end = (isLate: boolean): void => {
    if (hasEnded) return;
    hasEnded = true;
    clearTimeout(timer);
    onEnd(isLate);
  };
  const giveUp = (): void => {
    end(true);
    resolve(LATE);
  };
  const timer = setTimeout(() => setImmediate(() => setImmediate(giveUp)), timeoutMs);
  work.then(
    (result) => {
      end(false);
      resolve(result);
    },
    (error: unknown) => {
      end(false);
      reject(error);
    },
  );
  return promise;
}
