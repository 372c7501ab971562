/** Time as a dependency, so that tests can hold it. */
export interface Clock {
  /** Wall time, milliseconds since 1970. For timestamps and deadlines that cross processes. */
  nowMs(): number;
  /** Monotonic milliseconds. For durations. */
  monotonicMs(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
