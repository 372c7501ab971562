import type { ScalingBehavior } from './scaling-behavior.ts';

/** What a sync wanted, before windows and policies. */
export interface Recommendation {
  readonly atMs: number;
  readonly replicas: number;
}

/**
 * The windows: up to no more than the lowest wish of the scale-up window, down to no less than the highest wish of the
 * scale-down window. In between the current number stays.
 */
export function stabilize(
  wanted: number,
  state: {
    readonly currentReplicas: number;
    readonly past: readonly Recommendation[];
    readonly behavior: ScalingBehavior;
    readonly nowMs: number;
  },
): number {
  const { currentReplicas, past, behavior, nowMs } = state;
  const within = (seconds: number): number[] =>
    past.filter(({ atMs }) => atMs > nowMs - seconds * 1_000).map(({ replicas }) => replicas);
  const highest = Math.min(wanted, ...within(behavior.scaleUp.stabilizationWindowSeconds));
  const lowest = Math.max(wanted, ...within(behavior.scaleDown.stabilizationWindowSeconds));
  return Math.min(Math.max(currentReplicas, highest), lowest);
}
