import { setTimeout as sleep } from 'node:timers/promises';
import { isFault } from '@ragfleet/kernel';
import { isDependencyFailure } from './breakers/create-breaker.ts';
import type { RetryBudget } from './retry-budget.ts';

export interface RetryOptions {
  /** Retries after the first attempt; never more than 2. */
  readonly maxRetries: number;
  readonly baseMs: number;
  readonly capMs?: number;
  /** 0 to 1. */
  readonly random?: () => number;
  /** Resolves after the time, or rejects when the signal aborts. */
  readonly pause?: (timeMs: number, signal: AbortSignal) => Promise<unknown>;
  /** Of the provider: shared by every call to it. */
  readonly budget: RetryBudget;
}

/**
 * Repeats work that failed for the dependency's fault, within the signal's life. `patienceMs`: how long one pause is worth
 * it to this caller; less than 0 is not at all.
 */
export type Retry = <T>(signal: AbortSignal, work: () => Promise<T>, patienceMs?: number) => Promise<T>;

const MAX_RETRIES = 2;
const CAP_MS = 60_000;

/**
 * Pauses are what the dependency asked for, and random x min(cap, base x 2^n) on top. Who is refused for a limit and is
 * not told how long, expects the whole of that. A pause that is not worth it is not begun: the caller has something better
 * to do, such as another model, or no time left for it.
 */
export function createRetry(options: RetryOptions): Retry {
  const { baseMs, capMs = CAP_MS, random = Math.random, pause = sleepFor, budget } = options;
  const maxRetries = Math.min(options.maxRetries, MAX_RETRIES);
  return async (signal, work, patienceMs = capMs) => {
    const longestMs = Math.min(capMs, patienceMs);
    budget.countCall();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt >= maxRetries || signal.aborted || !isDependencyFailure(error)) throw error;
        const backoffMs = Math.min(capMs, baseMs * 2 ** attempt);
        if (expectedMs(error, backoffMs) > longestMs || !budget.takeRetry()) throw error;
        const askedMs = askedOf(error) ?? 0;
        const delayMs = askedMs + random() * Math.min(backoffMs, longestMs - askedMs);
        await pause(delayMs, signal).catch(() => signal.throwIfAborted());
      }
    }
  };
}

const sleepFor = (timeMs: number, signal: AbortSignal): Promise<unknown> =>
  sleep(timeMs, undefined, { signal });

const askedOf = (error: unknown): number | undefined => (isFault(error) ? error.retryAfterMs : undefined);

/** How long the dependency is not worth another call. */
const expectedMs = (error: unknown, backoffMs: number): number =>
  askedOf(error) ?? (isFault(error, 'rate-limited', 'overloaded') ? backoffMs : 0);
