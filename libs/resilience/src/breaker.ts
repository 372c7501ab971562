import { Fault, isFault } from '@ragfleet/kernel';
import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  handleWhen,
  type IBreaker,
  SamplingBreaker,
} from 'cockatiel';

export interface BreakerOptions {
  /** The dependency, as an operator calls it. */
  readonly name: string;
  readonly consecutiveFailures: number;
  readonly resetMs?: number;
}

export interface BreakerSnapshot {
  readonly name: string;
  readonly state: 'closed' | 'open' | 'half-open';
  /** Counted failures in a row. */
  readonly failures: number;
  readonly openedAtMs: number | null;
}

/** Keeps calls away from a dependency that fails. A call that is kept away ends at once as an `unavailable` Fault. */
export interface Breaker {
  run<T>(work: () => Promise<T>): Promise<T>;
  snapshot(): BreakerSnapshot;
}

const RESET_MS = 15_000;
const PROBES = 3;
/** Opens on half of at least 20 calls in 10 s. cockatiel compares with "more than", hence just under a half. */
const SAMPLING = { threshold: 0.499, duration: 10_000, minimumRps: 2 };

/** What the dependency did wrong. A refused request or a canceled caller says nothing about its health. */
export const isDependencyFailure = (error: unknown): boolean =>
  isFault(error, 'unavailable', 'timeout', 'rate-limited', 'overloaded');

export function createBreaker({ name, consecutiveFailures, resetMs = RESET_MS }: BreakerOptions): Breaker {
  const counters = eitherBreaker(consecutiveFailures);
  const policy = circuitBreaker(handleWhen(isDependencyFailure), {
    halfOpenAfter: resetMs,
    halfOpenSampling: { calls: PROBES, threshold: 0 },
    breaker: counters,
  });
  let openedAtMs: number | null = null;
  let running = 0;
  policy.onBreak(() => {
    openedAtMs = Date.now();
  });
  policy.onReset(() => {
    openedAtMs = null;
  });
  const isProbed = (): boolean => policy.state === CircuitState.HalfOpen && running >= PROBES;

  return {
    run: async (work) => {
      // Callers beyond the probes would wait for their outcome.
      if (isProbed()) throw away(name);
      running += 1;
      try {
        return await policy.execute(work);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? away(name, error) : error;
      } finally {
        running -= 1;
      }
    },
    snapshot: () => ({ name, state: STATES[policy.state], failures: counters.failuresInARow(), openedAtMs }),
  };
}

const STATES: Readonly<Record<CircuitState, BreakerSnapshot['state']>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

const away = (name: string, cause?: unknown): Fault =>
  new Fault('unavailable', `${name} has failed repeatedly and is not called for the moment.`, { cause });

/** Breaks when one of two counts says so: failures in a row, or the share of failures. */
function eitherBreaker(consecutiveFailures: number): IBreaker & { failuresInARow(): number } {
  const inARow = new ConsecutiveBreaker(consecutiveFailures);
  const share = new SamplingBreaker(SAMPLING);
  return {
    state: undefined,
    success: (state) => {
      inARow.success();
      share.success(state);
    },
    failure: (state) => {
      const breaks = [inARow.failure(), share.failure(state)];
      return breaks.includes(true);
    },
    failuresInARow: () => inARow.state,
  };
}
