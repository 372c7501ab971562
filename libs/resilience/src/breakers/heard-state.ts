import type { Clock } from '@ragfleet/kernel';
import type { BreakerState } from './breaker-store.ts';

/** What a process last heard of a breaker of the fleet. */
export interface HeardState {
  /** As it must be by now; null when nothing is known. */
  now(): BreakerState | null;
  hear(state: BreakerState): void;
  forget(): void;
  /** Whether a probe is worth asking for. `ask` is said to one caller at a time. */
  probing(): 'unknown' | 'closed' | 'refused' | 'ask';
  /** All places are taken: it is not worth asking for a while. */
  refuse(): void;
}

/** Who was refused a place asks again after this, or when there is news. */
const REFUSED_MS = 250;

interface Heard {
  readonly state: BreakerState;
  /** Monotonic. */
  readonly resetsAtMs: number;
}

/** `onClosed`: the breaker is closed, and was not or has been open meanwhile. */
export function createHeardState(clock: Clock, onClosed: () => void): HeardState {
  let heard: Heard | null = null;
  let askAgainAtMs = 0;
  const now = (): BreakerState | null => (heard === null ? null : atTime(heard, clock.monotonicMs()));
  const refuse = (): void => {
    askAgainAtMs = clock.monotonicMs() + REFUSED_MS;
  };
  return {
    now,
    refuse,
    hear: (state) => {
      const before = heard?.state ?? null;
      heard = { state, resetsAtMs: clock.monotonicMs() + state.resetInMs };
      askAgainAtMs = 0;
      if (before === null || state.state !== 'closed') return;
      if (before.state !== 'closed' || before.opening !== state.opening) onClosed();
    },
    forget: () => {
      heard = null;
    },
    probing: () => {
      const state = now()?.state;
      if (state === undefined) return 'unknown';
      if (state === 'closed') return 'closed';
      if (state === 'open' || clock.monotonicMs() < askAgainAtMs) return 'refused';
      refuse();
      return 'ask';
    },
  };
}

function atTime({ state, resetsAtMs }: Heard, nowMs: number): BreakerState {
  if (state.state === 'closed') return state;
  const resetInMs = Math.max(0, resetsAtMs - nowMs);
  return { ...state, state: resetInMs > 0 ? 'open' : 'half-open', resetInMs };
}
