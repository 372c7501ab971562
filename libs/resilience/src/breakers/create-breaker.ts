import { type Clock, Fault, isFault, systemClock } from '@ragfleet/kernel';
import { isUnbooked } from '@ragfleet/rag-core';
import { type BreakerMachine, createBreakerMachine } from './breaker-machine.ts';
import {
  type BreakerRules,
  type BreakerState,
  type BreakerStore,
  CONFIRM_MS,
  NOTHING_SEEN,
  type ProbeOutcome,
  type SeenCalls,
} from './breaker-store.ts';
import { type CallOrder, createCallOrder, type EndedCall } from './call-order.ts';
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

/**
 * What the dependency did wrong. A refused request, a canceled caller, or books that are away before it was called say
 * nothing about its health.
 */
export const isDependencyFailure = (error: unknown): boolean =>
  isFault(error, 'unavailable', 'timeout', 'rate-limited', 'overloaded') && !isUnbooked(error);

/** A breaker of this process alone. */
export function createBreaker({ resetMs = RESET_MS, ...options }: BreakerOptions): Breaker {
  return breakerOf(options.name, createOwnCount({ ...options, resetMs }, systemClock), null, systemClock);
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
  const own = createOwnCount(rules, clock);
  const onClosed = (): void => own.close();
  const line = createFleetLine({ name, rules, store, clock, onClosed, onReach });
  return {
    ...breakerOf(name, own, line, clock),
    sync: () => line.sync(),
    hear: (state) => line.hear(state),
  };
}

/** What this process sees itself: its calls in the order of their starts, and the state that follows from them. */
interface OwnCount {
  readonly machine: BreakerMachine;
  readonly calls: CallOrder;
  close(): void;
}

function createOwnCount(rules: Omit<BreakerRules, 'confirmMs'>, clock: Clock): OwnCount {
  // It knows the order of all calls that it counts: no row has to prove itself by standing.
  const confirmMs = Number.POSITIVE_INFINITY;
  const machine = createBreakerMachine({ ...rules, confirmMs }, () => clock.monotonicMs());
  const calls = createCallOrder(clock);
  return {
    machine,
    calls,
    close: () => {
      machine.close();
      calls.clear();
    },
  };
}

/** Tells of how a call ended. */
type End = (outcome: ProbeOutcome) => void;

function breakerOf(name: string, own: OwnCount, line: FleetLine | null, clock: Clock): Breaker {
  const parties: Parties = { name, own, line, clock };
  // Nothing is awaited unless the fleet has to be asked: work begins before its caller goes on.
  const admit = (): End | Promise<End> =>
    line === null || isClosed(line) ? admittedByOwn(parties) : admittedByFleet(parties, line);
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
    snapshot: () => snapshotOf(name, { own: own.machine.state(), ofFleet: line?.state() ?? null }, clock),
  };
}

interface Parties {
  readonly name: string;
  readonly own: OwnCount;
  readonly line: FleetLine | null;
  readonly clock: Clock;
}

/** True too where the fleet's state is not known. */
const isClosed = (line: FleetLine): boolean => (line.state()?.state ?? 'closed') === 'closed';

async function admittedByFleet(parties: Parties, line: FleetLine): Promise<End> {
  const probe = await line.takeProbe();
  if (probe === 'refused') throw away(parties.name);
  if (probe === 'closed' || probe === 'unknown') return admittedByOwn(parties);
  const { own, clock } = parties;
  const endOwn = countedByOwn(own, clock);
  return (outcome) => {
    endOwn(outcome);
    line.endProbe(probe, outcome);
  };
}

function admittedByOwn({ name, own, line, clock }: Parties): End {
  const { machine } = own;
  if (machine.state().state === 'closed') {
    const endOwn = countedByOwn(own, clock);
    line?.begin();
    return (outcome) => {
      const ended = endOwn(outcome);
      line?.end(ended);
    };
  }
  const { probe } = machine.takeProbe();
  if (probe === null) throw away(name);
  const end = own.calls.begin();
  line?.begin();
  return (outcome) => {
    machine.endProbe(probe, outcome);
    const ended = end(outcome);
    line?.end(ended);
  };
}

/** Counts a call that begins now; the returned function counts its end. */
function countedByOwn({ machine, calls }: OwnCount, clock: Clock): (outcome: ProbeOutcome) => EndedCall {
  const end = calls.begin();
  machine.report(BEGUN);
  return (outcome) => {
    const ended = end(outcome);
    machine.report(seenOf(ended, clock.monotonicMs()));
    if (machine.state().state !== 'closed') calls.clear();
    return ended;
  };
}

const BEGUN: SeenCalls = { ...NOTHING_SEEN, calls: 1 };

function seenOf({ outcome, startedAtMs, failuresInARow }: EndedCall, nowMs: number): SeenCalls {
  if (outcome === 'returned') return { ...NOTHING_SEEN, calls: -1 };
  const sinceMs = Math.max(0, nowMs - startedAtMs);
  if (outcome === 'succeeded') return { ...NOTHING_SEEN, succeededSinceMs: sinceMs };
  return { ...NOTHING_SEEN, failures: 1, failedSinceMs: [sinceMs], ownFailuresInARow: failuresInARow };
}

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
