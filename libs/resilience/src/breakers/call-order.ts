import type { Clock } from '@ragfleet/kernel';
import { PROBE_LEASE_MS, type ProbeOutcome } from './breaker-store.ts';

/** A call that is over. */
export interface EndedCall {
  readonly outcome: ProbeOutcome;
  /** Its place among the calls of the process, by their starts. */
  readonly place: number;
  /** Monotonic; no two calls begin at the same time. */
  readonly startedAtMs: number;
  /** The longest run of failures, by their starts, that no success has ended and no call that may yet succeed parts. */
  readonly failuresInARow: number;
}

/**
 * The calls of a process in the order of their starts. A refusal is over sooner than an answer: by their ends, a few
 * refusals among many callers always come in a row.
 */
export interface CallOrder {
  /** The returned function ends the call. */
  begin(): (outcome: ProbeOutcome) => EndedCall;
  /** Forgets failures, and calls that are under way. */
  clear(): void;
}

interface OpenCall {
  readonly startedAtMs: number;
  hasFailed: boolean;
}

/** After this a call that is under way says nothing: it hangs, or its answer is a long one. */
const UNDECIDED_MS = PROBE_LEASE_MS;
const TICK_MS = 0.001;

export function createCallOrder(clock: Clock): CallOrder {
  // A Map keeps the order of insertion. It holds calls under way, and failures since the last success by start.
  const calls = new Map<number, OpenCall>();
  let lastPlace = 0;
  let lastStartMs = Number.NEGATIVE_INFINITY;
  const succeed = (place: number): void => {
    for (const before of calls.keys()) {
      if (before > place) return;
      calls.delete(before);
    }
  };
  const end = (place: number, call: OpenCall, outcome: ProbeOutcome): void => {
    if (outcome === 'failed') call.hasFailed = true;
    else if (outcome === 'succeeded') succeed(place);
    else calls.delete(place);
  };
  return {
    begin: () => {
      const place = (lastPlace += 1);
      lastStartMs = Math.max(clock.monotonicMs(), lastStartMs + TICK_MS);
      const call = { startedAtMs: lastStartMs, hasFailed: false };
      calls.set(place, call);
      return (outcome) => {
        end(place, call, outcome);
        const { startedAtMs } = call;
        const failuresInARow = outcome === 'failed' ? longestRow(calls, clock.monotonicMs()) : 0;
        return { outcome, place, startedAtMs, failuresInARow };
      };
    },
    clear: () => calls.clear(),
  };
}

function longestRow(calls: ReadonlyMap<number, OpenCall>, nowMs: number): number {
  let longest = 0;
  let row = 0;
  for (const { hasFailed, startedAtMs } of calls.values()) {
    if (hasFailed) row += 1;
    else if (nowMs - startedAtMs < UNDECIDED_MS) row = 0;
    longest = Math.max(longest, row);
  }
  return longest;
}
