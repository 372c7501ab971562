import { setImmediate } from 'node:timers/promises';

/** How long this may keep timers and sockets waiting; the queue's locks are renewed on them. */
const SLICE_MS = 5;

/** Work in slices, between which everything else has its turn. */
export interface SlicedWork {
  /** Each item made into another, in order. Ends with the reason of the signal. */
  map<Item, Made>(items: readonly Item[], make: (item: Item, at: number) => Made): Promise<Made[]>;
}

export function createSlicedWork(signal: AbortSignal): SlicedWork {
  let endsAtMs = performance.now() + SLICE_MS;
  return {
    async map(items, make) {
      const made = [];
      for (const [at, item] of items.entries()) {
        signal.throwIfAborted();
        made.push(make(item, at));
        if (performance.now() < endsAtMs) continue;
        await setImmediate();
        endsAtMs = performance.now() + SLICE_MS;
      }
      return made;
    },
  };
}
