import { randomUUID } from 'node:crypto';
import type { FlightRole, FlightEnd, SingleFlight } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { createFlightScripts, type FlightScripts, type FlightLease } from './flight-scripts.ts';
import { inTime } from './in-time.ts';
import { createWakeFollowers, type Wake } from './wake-followers.ts';

export interface SingleFlightOptions {
  /** The cache Redis; the caller closes it. */
  readonly redis: Redis;
  readonly wake: Wake;
  /** How long a leader that died holds its followers up. */
  readonly leaseMs?: number;
  readonly renewEveryMs?: number;
  /** Who has not joined by then is `alone`. */
  readonly timeoutMs?: number;
  readonly maxFollowers?: number;
  /** 0 to 1, for the spread of the times at which followers look again. */
  readonly random?: () => number;
}

const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 3_000;
/** Longer than an attempt may take, 60 s: a leader that never completes does not hold its followers up for ever. */
const MAX_FLIGHT_MS = 65_000;
/** The connection's own patience. What a query waits is up to its budget, which is shorter. */
const JOIN_TIMEOUT_MS = 50;
const COMPLETE_TIMEOUT_MS = 200;
const MAX_FOLLOWERS = 10_000;
const FOLLOWERS_MS = 60_000;
const UNSHARED_MS = 5_000;
const LOOK_AGAIN_SPREAD_MS = 500;

const ALONE: FlightRole = { role: 'alone' };

/**
 * Leases on the cache Redis. Losing one costs a second generation, never an answer: who cannot see the flights writes
 * its own, and who waits looks again when the lease that it saw is over.
 */
export function createSingleFlight(options: SingleFlightOptions): SingleFlight {
  const { redis, wake, leaseMs = LEASE_MS, renewEveryMs = RENEW_EVERY_MS, random = Math.random } = options;
  const { timeoutMs = JOIN_TIMEOUT_MS, maxFollowers = MAX_FOLLOWERS } = options;
  const limits = { leaseMs, maxFollowers, unsharedMs: UNSHARED_MS, followersMs: FOLLOWERS_MS };
  const scripts = createFlightScripts(redis, limits);
  const wakeFollowers = createWakeFollowers({ scripts, wake, maxFollowers });

  /** Ends the lease in time. The followers are woken beside it: the leader's own answer does not wait for them. */
  const complete = async (flightLease: FlightLease, end: FlightEnd): Promise<void> => {
    // When nobody knows whether it completed, waking costs a look, and not waking costs the rest of a lease.
    const isOurs = await inTime(COMPLETE_TIMEOUT_MS, scripts.complete(flightLease, end)).catch(() => true);
    if (isOurs) void wakeFollowers(flightLease, end);
  };
  const lead = (flightLease: FlightLease): FlightRole => {
    const renewal = keepAlive(scripts, flightLease, renewEveryMs);
    return {
      role: 'leader',
      complete: async (end) => {
        if (renewal.stop()) await complete(flightLease, end);
      },
    };
  };
  /** It may have joined without hearing of it: nobody is to wait for it, or to wake it. */
  const abandon = async (flightLease: FlightLease): Promise<void> => {
    await scripts.leave(flightLease).catch(() => undefined);
    await complete(flightLease, 'lost');
  };

  return {
    join: async (request) => {
      const flightLease: FlightLease = { ...request, token: randomUUID() };
      const reply = await inTime(timeoutMs, scripts.join(flightLease)).catch(() => null);
      if (reply === null) {
        void abandon(flightLease);
        return ALONE;
      }
      const [role, leaseLeftMs] = reply;
      switch (role) {
        case 'leader':
          return lead(flightLease);
        case 'follower':
          return { role, retryInMs: Math.round(Math.max(0, leaseLeftMs) + random() * LOOK_AGAIN_SPREAD_MS) };
        case 'alone':
          return ALONE;
        default:
          return role satisfies never;
      }
    },
  };
}

/** Renews until it is stopped, or taken over. `stop` answers true the first time. */
function keepAlive(
  scripts: Pick<FlightScripts, 'renew'>,
  flightLease: FlightLease,
  everyMs: number,
): { readonly stop: () => boolean } {
  let isStopped = false;
  const endsAt = performance.now() + MAX_FLIGHT_MS;
  const renew = (): void => {
    if (performance.now() > endsAt) clearInterval(timer);
    else
      scripts.renew(flightLease).then(
        (isOurs) => {
          if (!isOurs) clearInterval(timer);
        },
        () => undefined, // the next one may get through before the lease is over
      );
  };
  const timer = setInterval(renew, everyMs).unref();
  return {
    stop: () => {
      const isFirst = !isStopped;
      isStopped = true;
      clearInterval(timer);
      return isFirst;
    },
  };
}
