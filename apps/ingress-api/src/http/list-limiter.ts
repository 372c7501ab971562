import { Fault, isFault, untilAborted, withinBudget } from '@ragfleet/kernel';
import { createKeyedSemaphore, type KeyedSemaphore } from './keyed-semaphore.ts';

/** The lists of queries that this process searches for a status at a time. */
export interface ListLimiter {
  /**
   * Held until disposed; waited for where none is free. Fault `rate-limited` when the tenant's share, `overloaded` when all
   * stay taken, or are waited for by too many; the signal's own reason.
   */
  take(tenantId: string, signal: AbortSignal): Promise<Disposable>;
}

export interface ListLimiterOptions {
  readonly places: number;
  readonly perTenant: number;
  /** How many more of a tenant, and of all, may wait for a place. */
  readonly waiting: { readonly places: number; readonly perTenant: number };
  /** How long they do. */
  readonly waitMs: number;
}

const RETRY = { retryAfterMs: 1_000 };

/**
 * A rare status is looked for to the end of the list, on the one thread of the queue Redis: so their number is bounded. A walk
 * takes some hundred milliseconds, and a page that shows several lists, or several people, wait for each other so long.
 */
export function createListLimiter({ places, perTenant, waiting, waitMs }: ListLimiterOptions): ListLimiter {
  const walks = createKeyedSemaphore({ places, perOwner: perTenant });
  const waits = createKeyedSemaphore({ places: waiting.places, perOwner: waiting.perTenant });
  const queue = createPlaceQueue(walks);
  return {
    take: async (tenantId, signal) => {
      const place = queue.take(tenantId);
      if (typeof place !== 'string') return place;
      const wait = waits.take(tenantId);
      if (typeof wait === 'string') throw full(wait, perTenant);
      using _ = wait;
      try {
        return await withinBudget(waitMs, signal, (within) => queue.waitFor(tenantId, within));
      } catch (error) {
        throw isFault(error, 'timeout') ? full(place, perTenant) : error;
      }
    },
  };
}

interface Waiting {
  readonly tenantId: string;
  admit(place: Disposable): void;
}

/** Places that are given on to who waits for one, in order; whose tenant has its share is passed over. */
function createPlaceQueue(places: KeyedSemaphore) {
  const queue = new Set<Waiting>();
  const take = (tenantId: string): Disposable | 'share' | 'all' => {
    const place = places.take(tenantId);
    return typeof place === 'string' ? place : held(place);
  };
  const held = (place: Disposable): Disposable => ({
    [Symbol.dispose]: () => {
      place[Symbol.dispose]();
      for (const next of queue) {
        const given = take(next.tenantId);
        if (typeof given === 'string') continue;
        queue.delete(next);
        next.admit(given);
      }
    },
  });
  return {
    take,
    waitFor: async (tenantId: string, signal: AbortSignal): Promise<Disposable> => {
      const { promise, resolve } = Promise.withResolvers<Disposable>();
      const waiting = { tenantId, admit: resolve };
      queue.add(waiting);
      try {
        return await untilAborted(promise, signal);
      } catch (error) {
        queue.delete(waiting);
        // Admitted in the moment in which it left.
        void promise.then((unused) => unused[Symbol.dispose]());
        throw error;
      }
    },
  };
}

const full = (of: 'share' | 'all', perTenant: number): Fault =>
  of === 'share'
    ? new Fault('rate-limited', `List by status at most ${perTenant} times at once.`, RETRY)
    : new Fault('overloaded', 'Too many lists by status at once. Send this one again later.', RETRY);
