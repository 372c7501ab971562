/** Starts of a lane are counted in windows of this length. */
export const START_WINDOW_MS = 30_000;

export const startWindowOf = (nowMs: number): number => Math.floor(nowMs / START_WINDOW_MS);

/** Starts in the window before this one, and in this one so far. */
export interface CountedStarts {
  readonly before: number;
  readonly current: number;
}

/**
 * How long it takes until the query at a place begins, in milliseconds, at the pace of the last half to whole minute;
 * null when nothing began. Many may begin at once where many slots are free: then it is sooner.
 */
export function timeUntilStartMs(position: number, starts: CountedStarts, nowMs: number): number | null {
  const count = starts.before + starts.current;
  if (count === 0) return null;
  const measuredMs = START_WINDOW_MS + (nowMs % START_WINDOW_MS);
  return Math.round((position * measuredMs) / count);
}
