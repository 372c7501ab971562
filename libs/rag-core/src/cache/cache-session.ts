import { type Clock, Fault, isFault, toFault } from '@ragfleet/kernel';
import type { Logger } from '../ports/operations.ts';

/**
 * One query's dealings with the cache. All of them together make the query wait no longer than the budget; after the
 * first failure the cache is not asked again. Nothing here fails a query, but the caller's own abort is thrown.
 */
export interface CacheSession {
  /** What the work comes to; null when it failed, was late, or the cache is away. */
  ask<T>(work: () => Promise<T>): Promise<T | null>;
  /** Waits for a write as long as the budget lasts; after that the write goes on by itself. */
  tell(work: () => Promise<unknown>): Promise<void>;
  isAway(): boolean;
}

export interface CacheSessionOptions {
  readonly budgetMs: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly fields: object;
}

export function openCacheSession({ budgetMs, signal, clock, logger, fields }: CacheSessionOptions): CacheSession {
  let leftMs = budgetMs;
  let isAway = false;

  const giveUp = (error: unknown): null => {
    if (!isAway && !isFault(error, 'unavailable', 'timeout'))
      logger.warn({ ...fields, kind: toFault(error).kind }, 'answer cache failed');
    isAway = true;
    return null;
  };
  const waited = async <T>(work: Promise<T>): Promise<T | typeof LATE> => {
    const startedMs = clock.monotonicMs();
    try {
      return await firstOf(work, leftMs, signal);
    } finally {
      leftMs = Math.max(0, leftMs - (clock.monotonicMs() - startedMs));
    }
  };

  return {
    isAway: () => isAway,
    ask: async (work) => {
      signal.throwIfAborted();
      if (isAway) return null;
      if (leftMs === 0) return giveUp(LATE_FAULT);
      try {
        const result = await waited(work());
        return result === LATE ? giveUp(LATE_FAULT) : result;
      } catch (error) {
        signal.throwIfAborted();
        return giveUp(error);
      }
    },
    tell: async (work) => {
      if (isAway) return;
      const writing = work().catch(giveUp);
      if (leftMs > 0) await waited(writing);
    },
  };
}

const LATE = Symbol('late');
const LATE_FAULT = new Fault('timeout', 'The answer cache took longer than a query may wait for it.');

/**
 * The work's end, or LATE when it takes longer. While this process was busy the reply may have come: the sockets are
 * read once more before giving up.
 */
function firstOf<T>(work: Promise<T>, timeoutMs: number, signal: AbortSignal): Promise<T | typeof LATE> {
  const { promise, resolve, reject } = Promise.withResolvers<T | typeof LATE>();
  const onAbort = (): void => reject(signal.reason);
  const timer = setTimeout(() => setImmediate(() => setImmediate(() => resolve(LATE))), timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  work.then(resolve, reject);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  });
}
