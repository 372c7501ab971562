import { createHorizontalAutoscaler } from './horizontal-autoscaler.ts';
import type { ScaledObject, Trigger } from './read-scaled-object.ts';
import { replicasForAverageValue } from './replicas-for-metric.ts';

/** Length of each key that a trigger reads, by key; null when it could not be read. */
export type QueueLengths = (listName: string) => number | null;

export interface KedaScaler {
  /** KEDA's own look, every pollingInterval: it alone starts the first pod and stops the last one. */
  readonly poll: (nowMs: number, lengths: QueueLengths, currentReplicas: number) => number;
  /** The HPA's look, every HPA_SYNC_MS. It reads the queues anew and never goes to zero. */
  readonly sync: (nowMs: number, lengths: QueueLengths, currentReplicas: number) => number;
}

/** A ScaledObject at work: between zero and one it is KEDA that scales, from one on the HPA that KEDA made. */
export function createKedaScaler(scaled: ScaledObject): KedaScaler {
  const autoscaler = createHorizontalAutoscaler({
    minReplicas: Math.max(1, scaled.minReplicaCount),
    maxReplicas: scaled.maxReplicaCount,
    behavior: scaled.behavior,
  });
  let lastActiveMs = 0;
  return {
    poll: (nowMs, lengths, currentReplicas) => {
      if (isActive(scaled.triggers, lengths)) {
        lastActiveMs = nowMs;
        return currentReplicas === 0 ? Math.max(1, scaled.minReplicaCount) : currentReplicas;
      }
      const isIdle = scaled.minReplicaCount === 0 && nowMs - lastActiveMs >= scaled.cooldownMs;
      return isIdle ? 0 : currentReplicas;
    },
    sync: (nowMs, lengths, currentReplicas) =>
      currentReplicas === 0
        ? 0
        : autoscaler.sync(nowMs, replicasWanted(scaled, lengths, currentReplicas), currentReplicas),
  };
}

const isActive = (triggers: readonly Trigger[], lengths: QueueLengths): boolean =>
  triggers.some(({ listName, activationListLength }) => (lengths(listName) ?? 0) > activationListLength);

/** Pods that the triggers ask for: through the formula, or, where there is none, the most that one trigger asks for. */
function replicasWanted(
  { formula, triggers }: ScaledObject,
  lengths: QueueLengths,
  currentReplicas: number,
): number | null {
  if (formula !== null) {
    const values = Object.fromEntries(triggers.map(({ name, listName }) => [name, lengths(listName)]));
    const total = formula.formula.evaluate(values);
    return replicasForAverageValue({ total, target: formula.target, currentReplicas });
  }
  const wishes = triggers.flatMap(({ listName, listLength }) => {
    const total = lengths(listName);
    return total === null ? [] : [replicasForAverageValue({ total, target: listLength, currentReplicas })];
  });
  return wishes.length === 0 ? null : Math.max(...wishes);
}
