import { Fault } from '@ragfleet/kernel';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Bounds how often somebody may guess. */
export interface FailedAttempts {
  /** Fault `rate-limited` when this address, or everybody together, has failed too often. */
  check(address: string): Promise<void>;
  record(address: string): Promise<void>;
}

const PER_ADDRESS = { points: 10, duration: 15 * 60 };
// Many addresses together may not guess faster than this either.
const TOGETHER = { points: 200, duration: 15 * 60 };
const EVERYBODY = 'everybody';

export function createFailedAttempts(): FailedAttempts {
  const limiters = [
    {
      limiter: new RateLimiterMemory({ ...PER_ADDRESS, keyPrefix: 'address' }),
      points: PER_ADDRESS.points,
      keyOf: (address: string) => address,
    },
    {
      limiter: new RateLimiterMemory({ ...TOGETHER, keyPrefix: 'all' }),
      points: TOGETHER.points,
      keyOf: () => EVERYBODY,
    },
  ];
  return {
    check: async (address) => {
      for (const { limiter, points, keyOf } of limiters) {
        const used = await limiter.get(keyOf(address));
        if (used === null || used.consumedPoints < points) continue;
        throw new Fault('rate-limited', 'Too many failed sign-ins. Wait before the next one.', {
          retryAfterMs: used.msBeforeNext,
        });
      }
    },
    record: async (address) => {
      for (const { limiter, keyOf } of limiters) {
        await limiter.consume(keyOf(address)).catch((reason: unknown) => {
          // Over the limit already: what counts is that it was counted.
          if (!(reason instanceof RateLimiterRes)) throw reason;
        });
      }
    },
  };
}
