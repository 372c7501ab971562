import type { Clock } from '@ragfleet/kernel';

/** What is known of one replica: whether it may be asked, and how long it takes. */
export interface ReplicaHealth {
  /** False while it is left out. Every stay ends by the clock: no state needs an event to be left. */
  isHealthy(): boolean;
  /** A moving average; null before the first answer. */
  latencyMs(): number | null;
  succeeded(tookMs: number): void;
  failed(tookMs: number): void;
}

/** Left out for a second, then twice as long after each failed probe. */
const FIRST_STAY_MS = 1_000;
const LONGEST_STAY_MS = 30_000;
/** The share of the newest call in the average: it forgets half in three calls. */
const NEWEST_SHARE = 0.2;

export function createReplicaHealth(clock: Clock): ReplicaHealth {
  let average: number | null = null;
  let failures = 0;
  let outUntilMs = Number.NEGATIVE_INFINITY;
  const learn = (tookMs: number): void => {
    average = average === null ? tookMs : average + NEWEST_SHARE * (tookMs - average);
  };
  return {
    isHealthy: () => clock.monotonicMs() >= outUntilMs,
    latencyMs: () => average,
    succeeded(tookMs) {
      failures = 0;
      outUntilMs = Number.NEGATIVE_INFINITY;
      learn(tookMs);
    },
    failed(tookMs) {
      outUntilMs = clock.monotonicMs() + Math.min(LONGEST_STAY_MS, FIRST_STAY_MS * 2 ** failures);
      failures += 1;
      learn(tookMs);
    },
  };
}
