/** Changes of less than a tenth are left alone (`--horizontal-pod-autoscaler-tolerance`). */
const TOLERANCE = 0.1;
const isTolerated = (ratio: number): boolean => ratio >= 1 - TOLERANCE && ratio <= 1 + TOLERANCE;

/** The HPA counts in thousandths, so that 0.1 + 0.2 asks for no pod more than 0.3. */
const inThousandths = (value: number): number => Math.ceil(Number((value * 1_000).toFixed(3)));

export interface AverageValue {
  /** The metric over all pods. */
  readonly total: number;
  /** What one pod should have of it. */
  readonly target: number;
  readonly currentReplicas: number;
}

/** Pods that an external metric of type AverageValue asks for, before limits: its total over the target, rounded up. */
export function replicasForAverageValue({ total, target, currentReplicas }: AverageValue): number {
  const [totalThousandths, targetThousandths] = [inThousandths(total), inThousandths(target)];
  const ratio = totalThousandths / (targetThousandths * currentReplicas);
  if (isTolerated(ratio)) return currentReplicas;
  return Math.ceil(totalThousandths / targetThousandths);
}

export interface Utilization {
  /** What ready pods use, in percent of what they request, as their average. */
  readonly averagePercent: number;
  readonly targetPercent: number;
  readonly readyReplicas: number;
}

/** Pods that a resource metric of type Utilization asks for, before limits, when every pod is ready and measured. */
export function replicasForUtilization({
  averagePercent,
  targetPercent,
  readyReplicas,
}: Utilization): number {
  const ratio = averagePercent / targetPercent;
  if (isTolerated(ratio)) return readyReplicas;
  return Math.ceil(Number((readyReplicas * ratio).toFixed(6)));
}
