import { type Clock, Fault, isFault, systemClock } from '@ragfleet/kernel';
import { type BreakerMachine, createBreakerMachine } from './breaker-machine.ts';
import {
  type BreakerRules,
  type BreakerState,
  type BreakerStore,
  CONFIRM_MS,
  type ProbeOutcome,
  type SeenCalls,
} from './breaker-store.ts';
import { createFleetLine, type FleetLine, type FleetLineOptions } from './fleet-line.ts';

export interface BreakerOptions {
  /** The dependency, as an operator calls it. */
  readonly name: string;
  readonly consecutiveFailures: number;
  /** 15 s by default. */
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

export interface SharedBreakerOptions extends BreakerOptions {
  readonly store: BreakerStore;
  readonly onReach: FleetLineOptions['onReach'];
  readonly clock?: Clock;
}

const RESET_MS = 15_000;

/** What the dependency did wrong. A refused request or a canceled caller says nothing about its health. */
export const isDependencyFailure = (error: unknown): boolean =>
  isFault(error, 'unavailable', 'timeout', 'rate-limited', 'overloaded');

/** A breaker of this process alone. */
export function createBreaker({ resetMs = RESET_MS, ...options }: BreakerOptions): Breaker {
  return breakerOf(
    options.name,
    ownMachine({ ...options, resetMs, confirmMs: 0 }, systemClock),
    null,
    systemClock,
  );
}

/**
 * A breaker of the whole fleet. While the store is away, or has not been heard yet, what this process saw itself decides
 * alone; a process that fails where others do not is kept away by its own count.
 */
export function createSharedBreaker(
  options: SharedBreakerOptions,
): Breaker & Pick<FleetLine, 'sync' | 'hear'> {
  const { name, consecutiveFailures, resetMs = RESET_MS, store, onReach, clock = systemClock } = options;
  const rules = { consecutiveFailures, resetMs, confirmMs: CONFIRM_MS };
  const machine = ownMachine({ ...rules, confirmMs: 0 }, clock);
  const onClosed = (): void => machine.close();
  const line = createFleetLine({ name, rules, store, clock, onClosed, onReach });
  return {
    ...breakerOf(name, machine, line, clock),
    sync: () => line.sync(),
    hear: (state) => line.hear(state),
  };
}

const ownMachine = (rules: BreakerRules, clock: Clock): BreakerMachine =>
  createBreakerMachine(rules, () => clock.monotonicMs());

/** Tells of how a call ended. */
type End = (outcome: ProbeOutcome) => void;

function breakerOf(name: string, machine: BreakerMachine, line: FleetLine | null, clock: Clock): Breaker {
  // Nothing is awaited unless the fleet has to be asked: work begins before its caller goes on.
  const admit = (): End | Promise<End> =>
    line === null || isClosed(line)
      ? admittedByOwn(name, machine, line)
      : admittedByFleet(name, machine, line);
  return {
    run: async (work) => {
      const admitted = admit();
      const end = admitted instanceof Promise ? await admitted : admitted;
      try {
        const value = await work();
        end('succeeded');
        return value;
      } catch (error) {
        end(isDependencyFailure(error) ? 'failed' : 'returned');
        throw error;
      }
    },
    snapshot: () => snapshotOf(name, { own: machine.state(), ofFleet: line?.state() ?? null }, clock),
  };
}

/** True too where the fleet's state is not known. */
const isClosed = (line: FleetLine): boolean => (line.state()?.state ?? 'closed') === 'closed';

async function admittedByFleet(name: string, machine: BreakerMachine, line: FleetLine): Promise<End> {
  const probe = await line.takeProbe();
  if (probe === 'refused') throw away(name);
  if (probe === 'closed' || probe === 'unknown') return admittedByOwn(name, machine, line);
  return (outcome) => {
    if (outcome !== 'returned') machine.report(SEEN[outcome]);
    line.endProbe(probe, outcome);
  };
}

function admittedByOwn(name: string, machine: BreakerMachine, line: FleetLine | null): End {
  const probe = machine.state().state === 'closed' ? null : machine.takeProbe().probe;
  if (probe === null && machine.state().state !== 'closed') throw away(name);
  return (outcome) => {
    if (probe !== null) machine.endProbe(probe, outcome);
    if (outcome === 'returned') return;
    if (probe === null) machine.report(SEEN[outcome]);
    line?.count(outcome);
  };
}

const SEEN: Readonly<Record<'succeeded' | 'failed', SeenCalls>> = {
  succeeded: { successes: 1, failures: 0, failuresInARow: 0, ownFailuresInARow: 0, sinceSuccessMs: 0 },
  failed: { successes: 0, failures: 1, failuresInARow: 1, ownFailuresInARow: 1, sinceSuccessMs: null },
};

/** What keeps callers away, the fleet or this process; the fleet's own times are by the store's clock already. */
function snapshotOf(
  name: string,
  { own, ofFleet }: { readonly own: BreakerState; readonly ofFleet: BreakerState | null },
  clock: Clock,
): BreakerSnapshot {
  if (ofFleet !== null && ofFleet.state !== 'closed') {
    const { state, failures, openedAtMs } = ofFleet;
    return { name, state, failures, openedAtMs };
  }
  const { state, failures, openedAtMs } = own;
  const openedAt = openedAtMs === null ? null : clock.nowMs() - (clock.monotonicMs() - openedAtMs);
  return { name, state, failures: Math.max(failures, ofFleet?.failures ?? 0), openedAtMs: openedAt };
}

const away = (name: string): Fault =>
  new Fault('unavailable', `${name} has failed repeatedly and is not called for the moment.`);
