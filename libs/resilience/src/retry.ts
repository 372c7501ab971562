import { Fault } from '@ragfleet/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDependencyFailure } from './breakers/create-breaker.ts';

export interface RetryOptions {
  /** Retries after the first attempt; never more than 2. */
  readonly maxRetries: number;
  readonly baseMs: number;
  readonly capMs?: number;
  /** 0 to 1. */
  readonly random?: () => number;
  /** Allows a retry and takes note of it. Shared by every call to one provider. */
  readonly budget: RetryBudget;
}

/** Repeats work that failed for the dependency's fault, within the signal's life. */
export type Retry = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

const MAX_RETRIES = 2;
const CAP_MS = 60_000;

/** Delays are random x min(cap, base x 2^n), or what the dependency asked for when that is longer. */
export function createRetry(options: RetryOptions): Retry {
  const { baseMs, capMs = CAP_MS, random = Math.random, budget } = options;
  const maxRetries = Math.min(options.maxRetries, MAX_RETRIES);
  return async (signal, work) => {
    budget.countCall();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (attempt >= maxRetries || signal.aborted || !isDependencyFailure(error)) throw error;
        const askedMs = error instanceof Fault ? (error.retryAfterMs ?? 0) : 0;
        // Who asks for longer than the cap is not waited for: the caller has something better to do.
        if (askedMs > capMs || !budget.takeRetry()) throw error;
        const delayMs = Math.max(askedMs, random() * Math.min(capMs, baseMs * 2 ** attempt));
        await sleep(delayMs, undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    }
  };
}

export interface RetryBudget {
  countCall(): void;
  /** False when retries would be more than a fifth of the calls of the last 10 s. */
  takeRetry(): boolean;
}

const WINDOW_MS = 10_000;
const RETRY_SHARE = 0.2;
const MIN_RETRIES = 3;

/** Keeps retries from doubling the load of a provider that is down. Three in a window are always allowed. */
export function createRetryBudget(nowMs: () => number = Date.now): RetryBudget {
  let windowAtMs = 0;
  let calls = 0;
  let retries = 0;
  const roll = (): void => {
    if (nowMs() - windowAtMs < WINDOW_MS) return;
    windowAtMs = nowMs();
    calls = 0;
    retries = 0;
  };
  return {
    countCall: () => {
      roll();
      calls += 1;
    },
    takeRetry: () => {
      roll();
      if (retries >= Math.max(MIN_RETRIES, calls * RETRY_SHARE)) return false;
      retries += 1;
      return true;
    },
  };
}
