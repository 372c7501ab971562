import type { Lane } from '@ragfleet/kernel';

/** One query on its way to an answer that others may be writing already. */
export interface FlightRequest {
  readonly tenantId: string;
  /** Equal for equal questions of one scope: the id of their cache entry. */
  readonly flightId: string;
  readonly queryId: string;
  readonly lane: Lane;
}

/**
 * How a flight ended for its followers. `shared`: an answer lies in the cache, each checks it for itself. `unshared`:
 * there is none to share, each writes its own. `lost`: the leader did not get there, one of them leads next.
 */
export type FlightEnd = 'shared' | 'unshared' | 'lost';

export type FlightRole =
  /** Writes the answer for all, and completes the flight exactly once, whatever happens. Its lease is kept alive until then. */
  | { readonly role: 'leader'; readonly complete: (end: FlightEnd) => Promise<void> }
  /** Gives its slot back; it is woken when the flight is completed, and looks again by itself after this time at the latest. */
  | { readonly role: 'follower'; readonly retryInMs: number }
  /** Writes its own: nobody of its lane or a higher one is on the way, or the flights cannot be seen. */
  | { readonly role: 'alone' };

/** Equal questions in flight over the whole fleet. Fails open: who cannot see the flights is `alone`. */
export interface SingleFlight {
  join(request: FlightRequest): Promise<FlightRole>;
}
