import { Fault } from '@ragfleet/kernel';
import { createKeyedSemaphore } from './keyed-semaphore.ts';

/** The uploads that this process receives at a time. */
export interface UploadLimiter {
  /** Held until disposed. Fault `rate-limited` when the tenant has its share, `overloaded` when all are taken. */
  take(tenantId: string): Disposable;
}

export interface UploadLimiterOptions {
  readonly places: number;
  readonly perTenant: number;
}

const RETRY = { retryAfterMs: 5_000 };

/** An upload lasts for minutes and holds a buffer, a socket and turns at the database: so their number is bounded. */
export function createUploadLimiter({ places, perTenant }: UploadLimiterOptions): UploadLimiter {
  const uploads = createKeyedSemaphore({ places, perOwner: perTenant });
  return {
    take: (tenantId) => {
      const place = uploads.take(tenantId);
      if (place === 'share')
        throw new Fault('rate-limited', `Send at most ${perTenant} uploads at a time.`, RETRY);
      if (place === 'all')
        throw new Fault('overloaded', 'Too many uploads at once. Send this one again later.', RETRY);
      return place;
    },
  };
}
