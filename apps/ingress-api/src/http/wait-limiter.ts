import { createKeyedSemaphore } from './keyed-semaphore.ts';

/** The requests of this process that wait for their answer. */
export interface WaitLimiter {
  /** Held until disposed. null when the tenant has its share, or all are taken: to wait is a preference, no duty. */
  take(tenantId: string): Disposable | null;
}

export interface WaitLimiterOptions {
  readonly places: number;
  readonly perTenant: number;
}

/**
 * A wait lasts for a minute and holds a socket, a look at the record every two seconds, and its part of the memory for
 * bodies: without a bound one tenant's waits would leave no room for anybody's request.
 */
export function createWaitLimiter({ places, perTenant }: WaitLimiterOptions): WaitLimiter {
  const waits = createKeyedSemaphore({ places, perOwner: perTenant });
  return {
    take: (tenantId) => {
      const place = waits.take(tenantId);
      return typeof place === 'string' ? null : place;
    },
  };
}
