import { randomUUID } from 'node:crypto';
import {
  type BreakerRules,
  type BreakerState,
  type Probe,
  PROBE_LEASE_MS,
  type ProbeOutcome,
  type ProbeReply,
  PROBES,
  type SeenCalls,
  SHARE,
} from './breaker-store.ts';

/** One breaker's state in memory. The script of the Redis store keeps to the same rules. */
export interface BreakerMachine {
  report(seen: SeenCalls): BreakerState;
  takeProbe(): ProbeReply;
  endProbe(probe: Probe, outcome: ProbeOutcome): BreakerState;
  state(): BreakerState;
  /** Closes it, with nothing counted. */
  close(): void;
}

interface Opening {
  readonly id: number;
  readonly atMs: number;
  successes: number;
}

/** `nowMs`: any clock, also one that is set back. */
export function createBreakerMachine(rules: BreakerRules, nowMs: () => number): BreakerMachine {
  const counts = createCounts(rules);
  const leases = createLeases();
  let opening: Opening | null = null;
  let lastId = 0;

  const open = (now: number): void => {
    lastId = Math.max(lastId + 1, Math.floor(now));
    opening = { id: lastId, atMs: now, successes: 0 };
    counts.forgetShare();
  };
  const close = (): void => {
    opening = null;
    counts.forgetAll();
  };
  // It is closed nearly always, and asked several times for each call: no clock is read then.
  const state = (): BreakerState => {
    const failures = counts.inARow();
    return opening === null
      ? { state: 'closed', failures, openedAtMs: null, opening: lastId, resetInMs: 0 }
      : openState(opening, { rules, failures }, nowMs());
  };

  return {
    close,
    state,
    report: (seen) => {
      const now = nowMs();
      if (opening === null && counts.add(seen, now)) open(now);
      return state();
    },
    takeProbe: () => {
      const now = nowMs();
      if (opening === null || resetInMs(opening, rules, now) > 0) return { probe: null, state: state() };
      const probe = leases.take(PROBES - opening.successes, now);
      return { probe: probe === null ? null : { id: probe, opening: opening.id }, state: state() };
    },
    endProbe: ({ id, opening: of }, outcome) => {
      leases.end(id);
      if (opening?.id !== of) return state();
      if (outcome === 'failed') {
        counts.addFailure(nowMs());
        open(nowMs());
      } else if (outcome === 'succeeded') {
        opening.successes += 1;
        if (opening.successes >= PROBES) close();
      }
      return state();
    },
  };
}

function openState(
  opening: Opening,
  { rules, failures }: { readonly rules: BreakerRules; readonly failures: number },
  now: number,
): BreakerState {
  const inMs = resetInMs(opening, rules, now);
  const state = inMs > 0 ? 'open' : 'half-open';
  return { state, failures, openedAtMs: opening.atMs, opening: opening.id, resetInMs: inMs };
}

/** A clock that was set back ends the wait, so that nothing waits for hours. */
const resetInMs = ({ atMs }: Opening, { resetMs }: BreakerRules, now: number): number =>
  now < atMs ? 0 : Math.max(0, atMs + resetMs - now);

interface Counts {
  /** True when the breaker has to open. */
  add(seen: SeenCalls, now: number): boolean;
  addFailure(now: number): void;
  inARow(): number;
  forgetShare(): void;
  forgetAll(): void;
}

interface SecondOfCalls {
  readonly second: number;
  calls: number;
  failures: number;
  /** -1 without a success. */
  longestMs: number;
}

/** When the failures in a row began, and the calls of the last seconds. */
function createCounts({ consecutiveFailures, confirmMs }: BreakerRules): Counts {
  let row: number[] = [];
  let succeededAtMs = Number.NEGATIVE_INFINITY;
  let window: SecondOfCalls[] = [];
  const secondOf = (now: number): SecondOfCalls => {
    const second = Math.floor(now / 1_000);
    const last = window.at(-1);
    if (last?.second === second) return last;
    const begun = { second, calls: 0, failures: 0, longestMs: -1 };
    window = window.filter((one) => one.second > second - SHARE.windowSeconds && one.second < second);
    window.push(begun);
    return begun;
  };
  const addToWindow = ({ calls, failures, longestMs }: SeenCalls, now: number): void => {
    if (calls === 0 && failures === 0 && longestMs === null) return;
    const current = secondOf(now);
    current.calls += calls;
    current.failures += failures;
    current.longestMs = Math.max(current.longestMs, longestMs ?? -1);
  };
  const addFailure = (atMs: number): void => {
    row = [...row, atMs].toSorted((one, other) => one - other);
    // The first stays: it tells how long the row stands.
    if (row.length > consecutiveFailures) row.splice(Math.min(1, row.length - 1), 1);
  };
  const addRow = ({ failedSinceMs, succeededSinceMs }: SeenCalls, now: number): void => {
    if (succeededSinceMs !== null) {
      const atMs = now - succeededSinceMs;
      succeededAtMs = Math.max(succeededAtMs, atMs);
      row = row.filter((failedAtMs) => failedAtMs > atMs);
    }
    for (const sinceMs of failedSinceMs) if (now - sinceMs >= succeededAtMs) addFailure(now - sinceMs);
  };
  const standsMs = (): number => {
    if (window.every(({ calls, failures }) => calls <= failures)) return confirmMs;
    const longestMs = Math.max(...window.map((one) => one.longestMs));
    return Math.max(confirmMs, longestMs < 0 ? PROBE_LEASE_MS : Math.min(PROBE_LEASE_MS, 2 * longestMs));
  };
  const isRowProven = (own: number, now: number): boolean =>
    row.length >= consecutiveFailures && (own >= consecutiveFailures || now - (row[0] ?? now) >= standsMs());
  return {
    addFailure,
    inARow: () => row.length,
    forgetShare: () => {
      window = [];
    },
    forgetAll: () => {
      row = [];
      window = [];
      succeededAtMs = Number.NEGATIVE_INFINITY;
    },
    add: (seen, now) => {
      addToWindow(seen, now);
      addRow(seen, now);
      return seen.failures > 0 && (isRowProven(seen.ownFailuresInARow, now) || isShareReached(window));
    },
  };
}

function isShareReached(window: readonly SecondOfCalls[]): boolean {
  const calls = window.reduce((sum, one) => sum + one.calls, 0);
  const failures = window.reduce((sum, one) => sum + one.failures, 0);
  return calls >= SHARE.minCalls && failures >= calls * SHARE.ofCalls;
}

/** Probes that are out. They outlive an opening: a call that is not over is out, whatever became of the breaker. */
function createLeases() {
  const expiries = new Map<string, number>();
  return {
    take: (most: number, now: number): string | null => {
      for (const [id, atMs] of expiries) if (atMs <= now || atMs > now + PROBE_LEASE_MS) expiries.delete(id);
      if (expiries.size >= most) return null;
      const id = randomUUID();
      expiries.set(id, now + PROBE_LEASE_MS);
      return id;
    },
    end: (id: string): void => {
      expiries.delete(id);
    },
  };
}
