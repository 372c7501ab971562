export interface RetrySchedule {
  /** Delay before each attempt. That of the first is 0: its job is there to be run at once. */
  readonly delaysMs: readonly number[];
  /** 0.2 spreads each delay over ±20 %. */
  readonly jitter: number;
  /** 0 to 1. */
  readonly random: () => number;
}

/** How long to wait before attempt number `attempt` (2 is the first retry): the schedule, or what the receiver asked for when that is longer. */
export function retryDelayMs(schedule: RetrySchedule, attempt: number, retryAfterMs = 0): number {
  const delayMs = schedule.delaysMs[Math.min(attempt, schedule.delaysMs.length) - 1] ?? 0;
  const spread = 1 + schedule.jitter * (2 * schedule.random() - 1);
  return Math.max(Math.round(delayMs * spread), retryAfterMs);
}
