import { withinBudget } from '@ragfleet/kernel';
import type { ExactAnswerCache } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { isSameStamp } from './cache-entry.ts';
import { createSealedEntries } from './sealed-entries.ts';

export interface ExactAnswerCacheOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** A lookup that takes longer is a miss. A miss costs a generation, a slow cache would cost every query. */
  readonly timeoutMs?: number;
  /** 0 to 1, for the spread of expiry times. */
  readonly random?: () => number;
  readonly nowMs?: () => number;
}

const LOOKUP_TIMEOUT_MS = 20;
const STORE_TIMEOUT_MS = 200;

/** Answers by the digest of their whole scope. Every failure is a miss, or a write that did not happen. */
export function createExactAnswerCache(options: ExactAnswerCacheOptions): ExactAnswerCache {
  const { timeoutMs = LOOKUP_TIMEOUT_MS, random = Math.random, nowMs = Date.now } = options;
  const entries = createSealedEntries({ ...options, random, nowMs });
  return {
    lookup: async (scope, stamp, signal) => {
      try {
        const entry = await withinBudget(timeoutMs, signal, () => entries.read(scope));
        const isStamped = entry?.stamps.some((one) => isSameStamp(one, stamp)) ?? false;
        return { hit: entry !== null && isStamped ? entry.answer : null, isAvailable: true };
      } catch {
        signal.throwIfAborted();
        return { hit: null, isAvailable: false };
      }
    },
    // oxlint-disable-next-line max-params -- the port's own signature
    store: async (scope, stamp, answer, ttlSeconds, signal) => {
      try {
        await withinBudget(STORE_TIMEOUT_MS, signal, () =>
          entries.write({ scope, stamp, answer, ttlSeconds }),
        );
        return true;
      } catch {
        signal.throwIfAborted();
        return false;
      }
    },
  };
}
