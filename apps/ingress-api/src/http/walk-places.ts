import { Fault } from '@ragfleet/kernel';
import { createPlaces } from './places.ts';

/** The lists of queries that this process searches for a status at a time. */
export interface WalkPlaces {
  /** Held until disposed. Fault `rate-limited` when the tenant has its share, `overloaded` when all are taken. */
  take(tenantId: string): Disposable;
}

export interface WalkPlacesOptions {
  readonly places: number;
  readonly perTenant: number;
}

const RETRY = { retryAfterMs: 1_000 };

/** A rare status is looked for to the end of the list, on the one thread of the queue Redis: so their number is bounded. */
export function createWalkPlaces({ places, perTenant }: WalkPlacesOptions): WalkPlaces {
  const walks = createPlaces({ places, perOwner: perTenant });
  return {
    take: (tenantId) => {
      const place = walks.take(tenantId);
      if (place === 'share')
        throw new Fault('rate-limited', `List by status at most ${perTenant} times at once.`, RETRY);
      if (place === 'all')
        throw new Fault('overloaded', 'Too many lists by status at once. Send this one again later.', RETRY);
      return place;
    },
  };
}
