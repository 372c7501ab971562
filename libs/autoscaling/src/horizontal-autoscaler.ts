import { fewestReplicas, mostReplicas, type ReplicaChange } from './limit-change.ts';
import type { ScalingBehavior } from './scaling-behavior.ts';
import { type Recommendation, stabilize } from './stabilize.ts';

/** How often the HPA looks, in milliseconds (`--horizontal-pod-autoscaler-sync-period`). */
export const HPA_SYNC_MS = 15_000;

export interface AutoscalerLimits {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly behavior: ScalingBehavior;
}

export interface HorizontalAutoscaler {
  /** Pods from now on. `wanted` is what the metrics ask for; null when none could be read, which changes nothing. */
  readonly sync: (nowMs: number, wanted: number | null, currentReplicas: number) => number;
}

/** The HorizontalPodAutoscaler of autoscaling/v2 with its memory of wishes and changes. No clock of its own. */
export function createHorizontalAutoscaler({
  minReplicas,
  maxReplicas,
  behavior,
}: AutoscalerLimits): HorizontalAutoscaler {
  const memoryMs = longestMemoryMs(behavior);
  let past: readonly Recommendation[] = [];
  let changes: readonly ReplicaChange[] = [];

  function withinPolicies(nowMs: number, stable: number, currentReplicas: number): number {
    const state = { currentReplicas, changes, nowMs };
    if (stable > currentReplicas)
      return Math.min(stable, maxReplicas, mostReplicas({ ...state, rules: behavior.scaleUp }));
    if (stable < currentReplicas)
      return Math.max(stable, minReplicas, fewestReplicas({ ...state, rules: behavior.scaleDown }));
    return currentReplicas;
  }

  return {
    sync: (nowMs, wanted, currentReplicas) => {
      if (currentReplicas < minReplicas) return minReplicas;
      if (currentReplicas > maxReplicas) return maxReplicas;
      if (wanted === null) return currentReplicas;
      const stable = stabilize(wanted, { currentReplicas, past, behavior, nowMs });
      const replicas = withinPolicies(nowMs, stable, currentReplicas);
      const isRemembered = ({ atMs }: { readonly atMs: number }): boolean => atMs > nowMs - memoryMs;
      past = [...past, { atMs: nowMs, replicas: wanted }].filter(isRemembered);
      if (replicas !== currentReplicas)
        changes = [...changes, { atMs: nowMs, pods: replicas - currentReplicas }].filter(isRemembered);
      return replicas;
    },
  };
}

function longestMemoryMs({ scaleUp, scaleDown }: ScalingBehavior): number {
  const seconds = [scaleUp, scaleDown].flatMap((rules) => [
    rules.stabilizationWindowSeconds,
    ...rules.policies.map(({ periodSeconds }) => periodSeconds),
  ]);
  return Math.max(...seconds) * 1_000;
}
