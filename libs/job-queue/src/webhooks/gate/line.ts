/** Places for what runs at once, and a wait for the rest that grows with their number. Times in milliseconds. */
export interface Line {
  /** How many run. */
  running(): number;
  /** Takes a place; what it returns gives it back. */
  enter(nowMs: number): (nowMs: number) => void;
  /** How long the next in line should stay away, not before `notBeforeMs` from now. */
  waitMs(nowMs: number, notBeforeMs?: number): number;
}

/** Longer nobody waits for a place: the line may have emptied faster than it seemed. */
export const MAX_WAIT_MS = 300_000;
const MIN_WAIT_MS = 20;
const MIN_GAP_MS = 2;
/** What a place is thought to be held for before anything is known. */
const FIRST_GUESS_MS = 50;
const WEIGHT_OF_LAST = 0.3;

/**
 * A line that empties at the pace of what runs: `places` at a time, each for as long as the last ones took, or as the
 * oldest has taken by now. Who comes later is sent away for longer, so that a thousand do not all come back at once.
 */
export function createLine(places: number, random: () => number): Line {
  const startedAtMs = new Set<{ readonly atMs: number }>();
  let meanMs = FIRST_GUESS_MS;
  let ahead = 0;
  let aheadAtMs = 0;

  const gapMs = (nowMs: number): number => {
    const [oldest] = startedAtMs;
    const heldMs = Math.max(meanMs, oldest === undefined ? 0 : nowMs - oldest.atMs);
    return Math.max(MIN_GAP_MS, heldMs / places);
  };

  return {
    running: () => startedAtMs.size,
    enter: (nowMs) => {
      const start = { atMs: nowMs };
      startedAtMs.add(start);
      return (endMs) => {
        if (startedAtMs.delete(start)) meanMs += WEIGHT_OF_LAST * (endMs - start.atMs - meanMs);
      };
    },
    waitMs: (nowMs, notBeforeMs = 0) => {
      const gap = gapMs(nowMs);
      ahead = Math.min(Math.max(0, ahead - (nowMs - aheadAtMs) / gap), MAX_WAIT_MS / gap) + 1;
      aheadAtMs = nowMs;
      const turnMs = ahead * gap;
      // Beyond the longest wait there is no order any more, only a spread.
      const inLineMs = turnMs < MAX_WAIT_MS ? turnMs : MAX_WAIT_MS * (1 - random() / 2);
      return Math.ceil(Math.max(MIN_WAIT_MS, notBeforeMs + inLineMs));
    },
  };
}
