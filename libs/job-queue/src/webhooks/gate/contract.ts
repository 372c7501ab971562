/** How an attempt left its endpoint: it answered, it did not or could not, or nothing was learned. */
export type Reach = 'alive' | 'failing' | 'unknown';

/** What the gate goes by: whose delivery it is, and where it wants to go. */
export interface Visitor {
  readonly tenantId: string;
  readonly deliveryId: string;
  readonly url: string;
}

export type Admission =
  | { readonly kind: 'entered'; leave(reach: Reach): void }
  /** Come again after this time; it grows with the number of those that wait for the same. `isPaused` where its endpoint fails. */
  | { readonly kind: 'full'; readonly waitMs: number; readonly isPaused: boolean };

/**
 * Decides which deliveries this process makes at once, so that one endpoint, host or tenant cannot hold the pool:
 * bounded places for each, and nothing for an endpoint whose deliveries fail one after the other.
 */
export interface DeliveryGate {
  enter(visitor: Visitor): Admission;
}

export interface DeliveryGateOptions {
  /** Deliveries of the process at once. */
  readonly poolSize: number;
  /** Of one tenant to one origin at once. */
  readonly perEndpoint: number;
  /** Milliseconds that only go forward. */
  readonly nowMs: () => number;
  /** 0 to 1. */
  readonly random?: () => number;
}
