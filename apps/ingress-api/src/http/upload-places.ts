import { Fault } from '@ragfleet/kernel';

/** The uploads that this process receives at a time. */
export interface UploadPlaces {
  /** Held until disposed. Fault `rate-limited` when the tenant has its share, `overloaded` when all are taken. */
  take(tenantId: string): Disposable;
}

export interface UploadPlacesOptions {
  readonly places: number;
  readonly perTenant: number;
}

const RETRY = { retryAfterMs: 5_000 };

/** An upload lasts for minutes and holds a buffer, a socket and turns at the database: so their number is bounded. */
export function createUploadPlaces({ places, perTenant }: UploadPlacesOptions): UploadPlaces {
  const taken = new Map<string, number>();
  let total = 0;
  const add = (tenantId: string, count: number): void => {
    total += count;
    const ofTenant = (taken.get(tenantId) ?? 0) + count;
    if (ofTenant === 0) taken.delete(tenantId);
    else taken.set(tenantId, ofTenant);
  };
  return {
    take: (tenantId) => {
      if ((taken.get(tenantId) ?? 0) >= perTenant)
        throw new Fault('rate-limited', `Send at most ${perTenant} uploads at a time.`, RETRY);
      if (total >= places)
        throw new Fault('overloaded', 'Too many uploads at once. Send this one again later.', RETRY);
      add(tenantId, 1);
      return { [Symbol.dispose]: () => add(tenantId, -1) };
    },
  };
}
