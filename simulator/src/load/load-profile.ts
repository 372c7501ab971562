/** Questions per second at a time, and the most there can be: arrivals are thinned out of that. */
export interface LoadProfile {
  readonly minutes: number;
  readonly perSecondAt: (atMs: number) => number;
  readonly peakPerSecond: number;
}

export const LOAD_NAMES = ['burst', 'diurnal', 'steady', 'trickle'] as const;
export type LoadName = (typeof LOAD_NAMES)[number];

/** A million questions a day, as their mean. */
export const MILLION_A_DAY = 1_000_000 / 86_400;
const BURST_FACTOR = 10;
const BURST_MINUTES = 10;
const TRICKLE_PER_SECOND = 1 / 40;
const DAY_MINUTES = 1_440;
/** A day swings between 0.2 and 1.8 of its mean, lowest at its begin. */
const SWING = 0.8;

const DEFAULT_MINUTES: Readonly<Record<LoadName, number>> = {
  burst: 40,
  diurnal: DAY_MINUTES,
  steady: 30,
  trickle: 60,
};

const PROFILES: Readonly<Record<LoadName, (perSecond: number, minutes: number) => LoadProfile>> = {
  burst,
  diurnal: (perSecond, minutes) => ({
    minutes,
    perSecondAt: (atMs) => perSecond * (1 - SWING * Math.cos((2 * Math.PI * atMs) / (DAY_MINUTES * 60_000))),
    peakPerSecond: perSecond * (1 + SWING),
  }),
  steady: (perSecond, minutes) => ({ minutes, perSecondAt: () => perSecond, peakPerSecond: perSecond }),
  trickle: (_perSecond, minutes) => ({
    minutes,
    perSecondAt: () => TRICKLE_PER_SECOND,
    peakPerSecond: TRICKLE_PER_SECOND,
  }),
};

/** `perSecond` is the mean outside of the burst; `trickle` has its own, one question in 40 seconds. */
export const loadProfile = (
  name: LoadName,
  perSecond: number,
  minutes = DEFAULT_MINUTES[name],
): LoadProfile => PROFILES[name](perSecond, minutes);

/** A quarter of the time as usual, then ten times as much for ten minutes, then as usual again. */
function burst(perSecond: number, minutes: number): LoadProfile {
  const startMs = (minutes / 4) * 60_000;
  const endMs = startMs + BURST_MINUTES * 60_000;
  const peakPerSecond = perSecond * BURST_FACTOR;
  return {
    minutes,
    perSecondAt: (atMs) => (atMs >= startMs && atMs < endMs ? peakPerSecond : perSecond),
    peakPerSecond,
  };
}
