import { type Clock, withinBudget } from '@ragfleet/kernel';
import type { BreakerRules, BreakerState, BreakerStore, Probe, ProbeOutcome } from './breaker-store.ts';
import type { EndedCall } from './call-order.ts';
import { createHeardState } from './heard-state.ts';
import { createTally } from './tally.ts';

/** One process's line to one breaker of the fleet. Between its words it knows the state from memory. */
export interface FleetLine {
  /** The fleet's state as last heard; null while the store is away or has not been heard yet. */
  state(): BreakerState | null;
  /** `unknown` when the store is away: the process decides alone. */
  takeProbe(): Promise<Probe | 'refused' | 'closed' | 'unknown'>;
  endProbe(probe: Probe, outcome: ProbeOutcome): void;
  /** Takes note of a call that begins. */
  begin(): void;
  /** Takes note of its end; tells the store at once where that may change the state. */
  end(call: EndedCall): void;
  /** Tells what was counted, and hears the state. Never rejects. */
  sync(): Promise<void>;
  /** News from elsewhere. */
  hear(state: BreakerState): void;
}

export interface FleetLineOptions {
  readonly name: string;
  readonly rules: BreakerRules;
  readonly store: BreakerStore;
  readonly clock: Clock;
  /** The fleet's breaker has closed after it was open. */
  readonly onClosed: () => void;
  readonly onReach: (isReached: boolean, error?: unknown) => void;
}

/** A caller waits for a place among the probes, and no longer than this. */
const PROBE_WAIT_MS = 250;
const NEVER_ABORTED = new AbortController().signal;

export function createFleetLine(options: FleetLineOptions): FleetLine {
  const { name, rules, store, clock, onClosed, onReach } = options;
  const heard = createHeardState(clock, onClosed);
  const tally = createTally(clock);
  const isUrgent = (): boolean => tally.isUrgent(heard.now()?.failures ?? 0);
  const lose = (error: unknown): void => {
    heard.forget();
    // What happens while nobody can be told is not news when the store is back.
    tally.take();
    onReach(false, error);
  };
  const tell = async (): Promise<void> => {
    try {
      do heard.hear(await store.report(name, rules, tally.take()));
      while (isUrgent());
      onReach(true);
    } catch (error) {
      lose(error);
    }
  };
  const sync = oneAtATime(tell);
  return {
    sync,
    hear: (state) => heard.hear(state),
    state: () => heard.now(),
    begin: () => {
      if (heard.now() !== null) tally.begin();
    },
    end: (call) => {
      // A store that is away is tried by the regular sync alone.
      if (heard.now() === null) return;
      tally.end(call);
      if (isUrgent()) void sync().then(() => (isUrgent() ? sync() : undefined));
    },
    takeProbe: async () => {
      const probing = heard.probing();
      if (probing !== 'ask') return probing;
      try {
        const { probe, state } = await withinBudget(PROBE_WAIT_MS, NEVER_ABORTED, () =>
          store.takeProbe(name, rules),
        );
        heard.hear(state);
        if (probe === null) heard.refuse();
        return probe ?? (state.state === 'closed' ? 'closed' : 'refused');
      } catch (error) {
        lose(error);
        return 'unknown';
      }
    },
    endProbe: (probe, outcome) => {
      store.endProbe(name, rules, probe, outcome).then((state) => heard.hear(state), lose);
    },
  };
}

/** Who asks while it runs waits for that run. */
function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}
