import type { Clock } from '@ragfleet/kernel';
import type { SeenCalls } from './breaker-store.ts';
import type { EndedCall } from './call-order.ts';

/** What a process has counted and not told yet. */
export interface Tally {
  /** A call has begun. */
  begin(): void;
  end(call: EndedCall): void;
  /** True when it cannot wait: a failure, or a success while failures are counted. */
  isUrgent(failuresKnown: number): boolean;
  /** All of it; counting begins anew. */
  take(): SeenCalls;
}

/** Failures that one report names; more of them say nothing new. */
const MAX_NAMED = 100;

export function createTally(clock: Clock): Tally {
  let calls = 0;
  let failures = 0;
  let ownFailuresInARow = 0;
  let longestMs: number | null = null;
  let row: EndedCall[] = [];
  let success: EndedCall | null = null;
  const fail = (call: EndedCall): void => {
    failures += 1;
    ownFailuresInARow = call.failuresInARow;
    row = [...row, call].toSorted((one, other) => one.place - other.place);
    if (row.length > MAX_NAMED) row.splice(1, 1);
  };
  const succeed = (call: EndedCall): void => {
    longestMs = Math.max(longestMs ?? 0, clock.monotonicMs() - call.startedAtMs);
    row = row.filter(({ place }) => place > call.place);
    ownFailuresInARow = Math.min(ownFailuresInARow, row.length);
    if (success === null || call.place > success.place) success = call;
  };
  return {
    begin: () => {
      calls += 1;
    },
    end: (call) => {
      if (call.outcome === 'failed') fail(call);
      else if (call.outcome === 'succeeded') succeed(call);
      else calls -= 1;
    },
    isUrgent: (failuresKnown) => failures > 0 || (success !== null && failuresKnown > 0),
    take: () => {
      const now = clock.monotonicMs();
      const sinceMs = ({ startedAtMs }: EndedCall): number => Math.max(0, now - startedAtMs);
      const seen = {
        calls,
        failures,
        failedSinceMs: row.map(sinceMs),
        ownFailuresInARow,
        succeededSinceMs: success === null ? null : sinceMs(success),
        longestMs,
      };
      [calls, failures, longestMs, row, success] = [0, 0, null, [], null];
      return seen;
    },
  };
}
