import { type Clock, Fault, isFault } from '@ragfleet/kernel';
import { defineScript, type Redis, startCommandBudget, whenReady } from '@ragfleet/redis-connection';
import { type AdmissionLimits, limitsOfTenant, type OwnAdmissionLimits } from './admission-limits.ts';
import type { QueryService } from './contract.ts';
import type { RecentRefusals } from './recent-refusals.ts';
import { OVER_RATE, RATE_WINDOW_MS, rateKeysOf, ratesOf, rateWindowEndsMs } from './scripts/over-rate.ts';

export interface CountRequestOptions {
  readonly redis: Redis;
  readonly clock: Clock;
  /** Everybody's. */
  readonly limits: AdmissionLimits;
  readonly limitsOf: (tenantId: string) => Promise<OwnAdmissionLimits | null>;
  readonly refusals: Pick<RecentRefusals, 'ofRate' | 'rememberRate'>;
}

/** Over all Redis calls of one request. */
const BUDGET_MS = 1_000;
/** A connection that is just being made, at start or after a cut, is worth this wait. */
const CONNECTING_MS = 500;

// Sent twice after a cut connection it counts twice: one request fewer in 10 s.
const COUNT = `
${OVER_RATE}
if overRate(KEYS[1], tonumber(ARGV[1]), ARGV[3]) or overRate(KEYS[2], tonumber(ARGV[2]), ARGV[3]) then return 1 end
return 0`;

/** Counts among the questions of a key and its tenant what is none. */
export function createCountRequest(options: CountRequestOptions): QueryService['countRequest'] {
  const { redis, clock, limits, limitsOf, refusals } = options;
  const count = defineScript(redis, 'rfCountRequest', 2, COUNT);
  return async ({ tenantId, keyId, requestsPerSecond: perSecondOfKey = null }) => {
    const budget = startCommandBudget(BUDGET_MS);
    try {
      const own = limitsOfTenant(limits, await budget(() => limitsOf(tenantId)));
      const caller = { tenantId, keyId, limits: own };
      const known = refusals.ofRate(caller);
      if (known !== null) throw tooMany(known.retryAfterMs);
      await whenReady(redis, CONNECTING_MS);
      const nowMs = clock.nowMs();
      const rates = [...ratesOf({ perSecondOfKey }, own), RATE_WINDOW_MS];
      if ((await budget(() => count(rateKeysOf(caller, nowMs), rates))) === 0) return;
      const retryAfterMs = rateWindowEndsMs(nowMs) - nowMs;
      refusals.rememberRate(caller, retryAfterMs);
      throw tooMany(retryAfterMs);
    } catch (error) {
      throw isFault(error, 'unavailable') ? notCounted(error) : error;
    }
  };
}

const tooMany = (retryAfterMs: number): Fault =>
  new Fault('rate-limited', 'Too many requests at once. Slow down.', { retryAfterMs });

/** It comes before what is asked for: nothing was done. */
const notCounted = (cause: Fault): Fault =>
  new Fault('unavailable', 'This was not done: the fleet cannot count requests now. Try again.', {
    cause,
    isOutcomeKnown: true,
  });
