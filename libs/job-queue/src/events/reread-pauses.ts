/** Pauses between two looks at a stream that has nothing new. */
export interface RereadPauses {
  /** Twice the one before, up to the longest. */
  nextMs(): number;
  /** Something came: what follows it is likely to come soon. */
  reset(): void;
}

const SHORTEST_MS = 1_000;
/** A lost notice costs at most this. Subscriptions that stand again ring by themselves: few are lost without one. */
const LONGEST_MS = 15_000;
/** The part that is left to chance, so that readers who came together do not look together. */
const SPREAD = 0.2;

/** 10,000 idle readers look 1,500 times a second with them, and 20,000 times with a second between looks. */
export function createRereadPauses(random: () => number = Math.random): RereadPauses {
  let pauseMs = SHORTEST_MS;
  return {
    nextMs: () => {
      const nowMs = pauseMs * (1 - SPREAD * random());
      pauseMs = Math.min(pauseMs * 2, LONGEST_MS);
      return nowMs;
    },
    reset: () => {
      pauseMs = SHORTEST_MS;
    },
  };
}
