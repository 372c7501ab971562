import { setImmediate } from 'node:timers/promises';

/** How long CPU work may keep timers and sockets waiting; the queue's locks are renewed on them. */
const SLICE_MS = 20;

/** Lets everything else have its turn when the slice is used up. */
export interface Yielder {
  yieldIfDue(): Promise<void>;
}

export function createYielder(sliceMs = SLICE_MS): Yielder {
  let endsAtMs = performance.now() + sliceMs;
  return {
    yieldIfDue: async () => {
      if (performance.now() < endsAtMs) return;
      await setImmediate();
      endsAtMs = performance.now() + sliceMs;
    },
  };
}
