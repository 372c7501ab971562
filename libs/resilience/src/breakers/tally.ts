import type { Clock } from '@ragfleet/kernel';
import type { SeenCalls } from './breaker-store.ts';

/** What a process has counted and not told yet. */
export interface Tally {
  add(outcome: 'succeeded' | 'failed'): void;
  /** True when it cannot wait: a failure, or a success while failures are counted. */
  isUrgent(failuresKnown: number): boolean;
  /** All of it; counting begins anew. */
  take(): SeenCalls;
}

export function createTally(clock: Clock): Tally {
  let successes = 0;
  let failures = 0;
  let failuresInARow = 0;
  let ownFailuresInARow = 0;
  let succeededAtMs: number | null = null;
  return {
    add: (outcome) => {
      if (outcome === 'failed') {
        failures += 1;
        failuresInARow += 1;
        ownFailuresInARow += 1;
        return;
      }
      successes += 1;
      failuresInARow = 0;
      ownFailuresInARow = 0;
      succeededAtMs = clock.monotonicMs();
    },
    isUrgent: (failuresKnown) => failures > 0 || (successes > 0 && failuresKnown > 0),
    take: () => {
      const sinceSuccessMs = succeededAtMs === null ? null : Math.max(0, clock.monotonicMs() - succeededAtMs);
      const seen = { successes, failures, failuresInARow, ownFailuresInARow, sinceSuccessMs };
      successes = 0;
      failures = 0;
      failuresInARow = 0;
      succeededAtMs = null;
      return seen;
    },
  };
}
